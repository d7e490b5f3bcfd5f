import { readFileSync, readdirSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseSync, type ParseResult } from 'vite'

/** A file of TypeScript, parsed. `imports` are the repository's files it names, types included. */
export interface CodeFile {
  path: string
  text: string
  lines: number
  isTest: boolean
  parsed: ParseResult
  lineAt: (offset: number) => number
}

/** The top of this repository. */
export const root = fileURLToPath(new URL('../..', import.meta.url))

const folders = ['packages', 'apps', 'tests', 'bench']
/** Written by kysely-codegen, not by us. */
export const generated = 'apps/server/src/database/schema.ts'

/** Tests, and what only tests need: people and things that are given, stand-ins, hostile files. */
export const isTest = (path: string): boolean =>
  /^tests\/|\.test\.tsx?$|\btesting\b|given|\/corpus\/|path-scenes|test-authority/.test(path)

/** Every path of TypeScript below a folder of the repository, in order. */
export function pathsBelow(folder: string, top = root): string[] {
  return readdirSync(join(top, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => relative(top, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .filter((path) => !/(^|\/)(node_modules|dist)\//.test(path) && path !== generated)
    .toSorted()
}

export const read = (path: string, top = root): string => readFileSync(join(top, path), 'utf8')

/** The whole repository's TypeScript, parsed: product, tests and measurements. */
export function readCode(top = root): CodeFile[] {
  return folders.flatMap((folder) => pathsBelow(folder, top)).map((path) => readFile(path, top))
}

/** What is shipped: packages and apps, without their tests. */
export const productOf = (code: readonly CodeFile[]): CodeFile[] =>
  code.filter(({ path, isTest: test }) => !test && /^(packages|apps)\//.test(path))

const readFile = (path: string, top: string): CodeFile => codeFileOf(path, read(path, top))

/** A text as the file that it would be. */
export function codeFileOf(path: string, text: string): CodeFile {
  const parsed = parseSync(path, text)
  if (parsed.errors.length > 0) throw new Error(`${path}: ${parsed.errors[0]?.message}`)
  const starts = [...text.matchAll(/^/gm)].map(({ index }) => index)
  return {
    path,
    text,
    lines: text.split('\n').length - 1,
    isTest: isTest(path),
    parsed,
    lineAt: (offset) => starts.findLastIndex((start) => start <= offset) + 1,
  }
}

/** The repository's file that an import means; undefined for a package of somebody else's. */
export function resolveImport(from: string, wanted: string, top = root): string | undefined {
  if (wanted.startsWith('.')) {
    return relative(top, join(top, dirname(from), wanted)).replaceAll('\\', '/')
  }
  const [, name, entry] = /^@pmp\/([a-z0-9]+)(?:\/(.+))?$/.exec(wanted) ?? []
  return name && entryOf(name, entry, top)
}

/** The source of a package's entry, from the export that development uses. */
function entryOf(name: string, entry: string | undefined, top: string): string | undefined {
  const { exports: entries }: { exports: Record<string, { development: string }> } = JSON.parse(
    read(`packages/${name}/package.json`, top),
  )
  const source = entries[entry ? `./${entry}` : '.']?.development
  return source && join('packages', name, source).replaceAll('\\', '/')
}
