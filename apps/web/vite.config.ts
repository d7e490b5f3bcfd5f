import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { componentStyles } from './build/component-styles.ts'
import { compressed } from './build/compressed.ts'
import { contractParts } from './build/contract-parts.ts'
import { pageFiles } from './build/page-files.ts'
import { schemasThatCheck } from './build/schemas-that-check.ts'
import { texts } from './build/texts.ts'

/** One file for what every page has, one for lists, few for what several pages share. */
const groups = [
  {
    name: 'json-schema',
    test: /zod\/v4\/core\/(json-schema-processors|to-json-schema)\.js$/,
    includeDependenciesRecursively: false,
    priority: 4,
  },
  { name: 'portal', test: /web\/src\/(main|shell\/layout)\.tsx$/, priority: 3 },
  { name: 'list', test: /web\/src\/ui\/contract-list\.tsx$/, priority: 2 },
  {
    name: 'shared',
    minShareCount: 2,
    entriesAware: true,
    priority: 1,
  },
]

export default defineConfig({
  plugins: [
    react(),
    componentStyles(),
    contractParts(),
    schemasThatCheck(),
    texts(),
    pageFiles(),
    compressed(),
  ],
  build: {
    target: 'es2022',
    chunkSizeWarningLimit: 900,
    modulePreload: { polyfill: false },
    rolldownOptions: { output: { codeSplitting: { groups }, chunkFileNames: fileNameOf } },
  },
  server: { proxy: { '/v1': 'http://localhost:8080', '/idp': 'http://localhost:8080' } },
})

/** Shared chunks are named after all their pages; the first words are enough. */
function fileNameOf({ name }: { name: string }): string {
  return `assets/${name.split('~')[0]}-[hash].js`
}
