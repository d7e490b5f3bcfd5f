import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const table = fileURLToPath(new URL('../src/pages.tsx', import.meta.url))

/** A line of the table of pages: its address and the module that draws it. */
interface PageLine {
  path: string
  module: string
  /** Whether it stands outside of the shell, for people who are not signed in, too. */
  isOpen: boolean
  isInMenu: boolean
}

/** The pages of the portal, as `src/pages.tsx` lists them. */
export function readPages(): PageLine[] {
  const source = readFileSync(table, 'utf8')
  const lines = [
    ...source.matchAll(/path: '([^']+)',\s*load: \(\) => import\('(\.\/features\/[^']+)'\)/g),
  ].map((line) => {
    const [, path = '', file = ''] = line
    const isOpen = line.index > source.indexOf('const openPages')
    const [own = ''] = source.slice(line.index).split('path:', 2).slice(1)
    const isInMenu = /\bmenu: /.test(own)
    return { path, module: resolve(dirname(table), file), isOpen, isInMenu }
  })
  const imports = [...source.matchAll(/import\('\.\/features\//g)].length
  if (imports !== lines.length) {
    throw new Error(`${imports} pages are imported, ${lines.length} have path and load together`)
  }
  return lines
}

/** The shell around the pages of people who are signed in. */
export const shellModule = resolve(dirname(table), 'shell/layout.tsx')

/** What the document starts. */
export const mainModule = resolve(dirname(table), 'main.tsx')

export const tableModule = table
