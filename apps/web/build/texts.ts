import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parse } from '@formatjs/icu-messageformat-parser'
import type { Plugin, Rolldown } from 'vite'
import { z } from 'zod'
import { languages } from '../src/i18n/languages.ts'
import { partOf } from '../src/i18n/part-of.ts'
import { readPages, shellModule, tableModule } from './pages.ts'

type Graph = Rolldown.PluginContext

const source = (file: string) => fileURLToPath(new URL(`../src/${file}`, import.meta.url))

/** Texts that a page needs only when something fails, by a code that the server tells. */
const onDemand = 'failures'

/**
 * Writes the texts of each page, in each language, into a file of its own, with messages parsed. The
 * source stays one file per language. A page has the texts that its modules name, and all those that
 * begin with a name that its modules complete (`status.${…}`).
 */
export function texts(): Plugin {
  let parts = new Map<string, readonly string[]>()
  let at = ''
  return {
    name: 'texts',
    apply: 'build',
    // Texts come parsed, so the parser stays here.
    config: () => ({
      resolve: {
        alias: {
          '@formatjs/icu-messageformat-parser': '@formatjs/icu-messageformat-parser/no-parser.js',
        },
      },
    }),
    renderStart() {
      parts = partsOf(this, Object.keys(readTexts('eng')))
      const hash = createHash('sha256').update(JSON.stringify([...parts]))
      for (const language of Object.keys(languages))
        hash.update(JSON.stringify(readTexts(language)))
      at = `assets/texts-${hash.digest('base64url').slice(0, 8)}`
    },
    augmentChunkHash: () => at,
    renderChunk: (code) =>
      code.includes('TEXTS_AT')
        ? { code: code.replaceAll('TEXTS_AT', JSON.stringify(`/${at}`)), map: null }
        : undefined,
    generateBundle() {
      for (const language of Object.keys(languages)) {
        const all = readTexts(language)
        for (const [part, keys] of parts) {
          const own = Object.fromEntries(keys.map((key) => [key, parsed(all[key] ?? '')]))
          const fileName = `${at}/${language}/${part}.json`
          this.emitFile({ type: 'asset', fileName, source: JSON.stringify(own) })
        }
      }
    },
  }
}

const Source = z.record(z.string(), z.string())

function readTexts(language: string): z.output<typeof Source> {
  return Source.parse(JSON.parse(readFileSync(source(`i18n/${language}.json`), 'utf8')))
}

/** Plain texts stay as they are; they are most of them. */
function parsed(text: string): unknown {
  return /[{}<'#]/.test(text) ? parse(text, { captureLocation: false }) : text
}

/** The keys of each part: those of the portal, of each page without them, and of failures. */
function partsOf(graph: Graph, keys: readonly string[]): Map<string, readonly string[]> {
  const ofPortal = modulesFrom(graph, [source('main.tsx'), shellModule])
  const shared = keysIn(ofPortal, keys, (start) => !isOnDemand(start))
  const parts = new Map<string, readonly string[]>([['portal', [...shared]]])
  for (const { path, module } of readPages()) {
    const modules = modulesFrom(graph, [module])
    const own = keysIn(modules.difference(ofPortal), keys, () => true)
    parts.set(partOf(path), [...own.difference(shared)])
  }
  return parts.set(onDemand, [...new Set(keys.filter(isOnDemand)).difference(shared)])
}

const isOnDemand = (key: string) => key.startsWith(`${onDemand}.`)

/** Modules of ours that can be reached, by dynamic imports too, but no pages through their table. */
function modulesFrom(graph: Graph, starts: readonly string[]): Set<string> {
  const reached = new Set<string>()
  const visit = (id: string) => {
    const info = reached.has(id) || id.includes('node_modules') ? null : graph.getModuleInfo(id)
    if (!info) return
    reached.add(id)
    const next = info.dynamicallyImportedIds.filter(
      (module) => id !== tableModule || !module.includes('/features/'),
    )
    for (const module of [...info.importedIds, ...next]) visit(module)
  }
  for (const start of starts) visit(start)
  return reached
}

/** A text by its whole name, and the beginning of a name that a value completes. */
const wholeName = /['"`]([a-zA-Z]\w*(?:\.[\w-]+)+)['"`]/g
const beginning = /['"`]([a-zA-Z]\w*\.(?:\w+\.)*)(?:\$\{|['"`])/g

/** The texts that modules name, whole or by their beginning. */
function keysIn(
  modules: ReadonlySet<string>,
  keys: readonly string[],
  isTaken: (beginning: string) => boolean,
): Set<string> {
  const sources = [...modules]
    .filter((id) => /\.tsx?$/.test(id))
    .map((id) => readFileSync(id, 'utf8'))
  const found = (pattern: RegExp) =>
    new Set(sources.flatMap((text) => [...text.matchAll(pattern)].map(([, name = '']) => name)))
  const named = found(wholeName)
  const begun = [...found(beginning)].filter(isTaken)
  return new Set(
    keys.filter((key) => named.has(key) || begun.some((start) => key.startsWith(start))),
  )
}
