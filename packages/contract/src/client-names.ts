import { z } from 'zod'

/** A client's name, and those by language; null for one that was given none. */
export interface ClientNames {
  name: string
  nameLangMap: Record<string, string> | null
}

const StoredNames = z.record(z.string(), z.string())

/** What a stored name holds: the plain one, and those by language (database.md 2.8). */
export function nameText(name: string, names: Readonly<Record<string, string>>): string {
  return JSON.stringify({ ...names, '@none': name })
}

/** What is stored for them: the plain name, or names by language as JSON text (database.md 2.8). */
export function storedName({ name, nameLangMap }: ClientNames): string {
  return nameLangMap ? nameText(name, nameLangMap) : name
}

/** Reads a stored name; a text that is no such JSON is a plain name, whatever it looks like. */
export function readStoredName(stored: string): ClientNames {
  const names = stored.startsWith('{') ? namesIn(stored) : undefined
  const { '@none': name, ...nameLangMap } = names ?? {}
  return name === undefined ? { name: stored, nameLangMap: null } : { name, nameLangMap }
}

function namesIn(stored: string): Record<string, string> | undefined {
  try {
    return StoredNames.safeParse(JSON.parse(stored)).data
  } catch {
    return undefined
  }
}
