import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'

const index = fileURLToPath(new URL('../../../packages/contract/dist/index.js', import.meta.url))

/**
 * Imports from the contract lead to the file that has the name, so that a page takes the endpoints it
 * calls and not all of them.
 */
export function contractParts(): Plugin {
  let files = new Map<string, string>()
  return {
    name: 'contract-parts',
    apply: 'build',
    enforce: 'post',
    buildStart() {
      files = filesByName()
    },
    transform(code, id) {
      if (id.includes('node_modules') || !code.includes('@pmp/contract')) return undefined
      return {
        code: code.replaceAll(importOfContract, (_, names) => fromParts(names, files)),
        map: null,
      }
    },
  }
}

const importOfContract = /import\s*\{([^}]*)\}\s*from\s*["']@pmp\/contract["'];?/g

function fromParts(names: string, files: ReadonlyMap<string, string>): string {
  return names
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean)
    .map((name) => {
      const [exported = ''] = name.split(/\s+as\s+/)
      const file = files.get(exported)
      if (!file) throw new Error(`The contract exports no ${exported}`)
      return `import { ${name} } from ${JSON.stringify(file)};`
    })
    .join('\n')
}

/** The file of every name that the contract exports. */
function filesByName(): Map<string, string> {
  const parts = readFileSync(index, 'utf8').matchAll(/export \* from ['"](.+?)['"]/g)
  return new Map(
    [...parts].flatMap(([, part = '']) => {
      const file = join(dirname(index), part)
      return namesIn(readFileSync(file, 'utf8')).map((name) => [name, file] as const)
    }),
  )
}

function namesIn(code: string): string[] {
  const declared = code.matchAll(/^export (?:async )?(?:const|function|class|let) (\w+)/gm)
  const listed = [...code.matchAll(/^export \{([^}]*)\}/gm)].flatMap(([, names = '']) =>
    names.split(',').map(
      (name) =>
        name
          .trim()
          .split(/\s+as\s+/)
          .at(-1) ?? '',
    ),
  )
  return [...[...declared].map(([, name = '']) => name), ...listed].filter(Boolean)
}
