import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { Plugin } from 'vite'
import { checkSizes } from './size-budget.ts'

const best = {
  br: (content: Buffer) =>
    promisify(brotliCompress)(content, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
        [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
      },
    }),
  gz: (content: Buffer) => promisify(gzip)(content, { level: constants.Z_BEST_COMPRESSION }),
}

/** Fonts are compressed in themselves, and a few lines do not become fewer packets; many small files do. */
const isWorthIt = (name: string, content: Buffer) =>
  /\.(js|css|json|svg)$/.test(name) && content.length > 300

/**
 * Puts `.br` and `.gz` beside every built file, as small as they can be made: it happens once. Then
 * looks whether the first pages are light enough.
 */
export function compressed(): Plugin {
  let folder = ''
  return {
    name: 'compressed',
    apply: 'build',
    configResolved({ root, build }) {
      folder = resolve(root, build.outDir)
    },
    async closeBundle() {
      const entries = await readdir(join(folder, 'assets'), {
        recursive: true,
        withFileTypes: true,
      })
      const files = entries.filter((entry) => entry.isFile())
      await Promise.all(files.map(({ parentPath, name }) => compress(join(parentPath, name))))
      checkSizes(folder)
    },
  }
}

async function compress(file: string): Promise<void> {
  const content = await readFile(file)
  if (!isWorthIt(file, content)) return
  for (const [ending, encode] of Object.entries(best)) {
    await writeFile(`${file}.${ending}`, await encode(content))
  }
}
