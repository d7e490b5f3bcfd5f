import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/** Entries of a folder that somebody sees: no dot files, nothing that is built or installed. */
export function visibleEntries(folder: string): string[] {
  const installed = new Set(['node_modules', 'dist', 'data', 'coverage'])
  return readdirSync(folder)
    .filter((name) => !name.startsWith('.') && !installed.has(name))
    .toSorted()
}

export function packageOf(folder: string): { scripts?: Record<string, string> } & {
  [kind in 'dependencies' | 'devDependencies' | 'optionalDependencies']?: Record<string, string>
} {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
}
