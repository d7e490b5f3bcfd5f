import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { chunkGroups } from './build/chunks.ts'
import { componentStyles } from './build/component-styles.ts'
import { compressed } from './build/compressed.ts'
import { contractParts } from './build/contract-parts.ts'
import { pageFiles } from './build/page-files.ts'
import { recordedSchemas } from './build/recorded-schemas.ts'
import { schemasThatCheck } from './build/schemas-that-check.ts'
import { texts } from './build/texts.ts'

export default defineConfig({
  plugins: [
    react(),
    componentStyles(),
    contractParts(),
    recordedSchemas(),
    schemasThatCheck(),
    texts(),
    pageFiles(),
    compressed(),
  ],
  build: {
    target: 'es2022',
    chunkSizeWarningLimit: 900,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      // What a page does not use of the contract: schemas and endpoints are made without effects.
      treeshake: { manualPureFunctions: ['z', 'endpoint', 'v1', 'v2'] },
      output: { codeSplitting: { groups: chunkGroups }, chunkFileNames: fileNameOf },
    },
  },
  server: { proxy: { '/v1': 'http://localhost:8080', '/idp': 'http://localhost:8080' } },
})

/** Shared chunks are named after all their pages; the first words are enough. */
function fileNameOf({ name }: { name: string }): string {
  return `assets/${name.split('~')[0]}-[hash].js`
}
