import { useSyncExternalStore } from 'react'
import type { MessageFormatElement } from 'react-intl'
import type { Language } from './languages.ts'

type Texts = Record<string, MessageFormatElement[]>

/** As the build writes them: a message with places to fill in comes parsed. */
type BuiltTexts = Record<string, string | MessageFormatElement[]>

interface Catalogue {
  language: Language
  texts: Texts
}

/** Texts could not be loaded. */
class TextsMissing extends Error {}

/** Where the build put the texts; a page's are in a file of its own (`build/texts.ts`). */
declare const TEXTS_AT: string

/** The texts of the shell and of everything that every page has. */
const portal = 'portal'

const parts = new Set([portal])
const loaded = new Map<string, Promise<Texts>>()
const listeners = new Set<() => void>()
let asked: Language | undefined
let shown: Catalogue | undefined
let showing: Promise<void> = Promise.resolve()

/** Shows the texts of a language once those of every part in use are there. */
export function showLanguage(language: Language): Promise<void> {
  asked = language
  showing = Promise.all([...parts].map((part) => load(language, part))).then(publish)
  return showing
}

/**
 * Resolves when the texts of a page can be shown, in whichever language is asked for.
 * @throws {TextsMissing} when they cannot be loaded
 */
export async function wantTexts(part: string): Promise<void> {
  const isNew = !parts.has(part)
  parts.add(part)
  if (!asked) return
  await load(asked, part)
  await showing
  if (isNew) await publish()
}

/** The texts that are shown; nothing before the first are there. */
export function useCatalogue(): Catalogue | undefined {
  return useSyncExternalStore(subscribe, () => shown)
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

async function publish(): Promise<void> {
  const language = asked
  if (!language) return
  const all = await Promise.all([...parts].map((part) => load(language, part).catch(() => ({}))))
  // Another language was asked for meanwhile.
  if (asked !== language) return
  shown = { language, texts: Object.fromEntries(all.flatMap((texts) => Object.entries(texts))) }
  for (const listener of listeners) listener()
}

function load(language: Language, part: string): Promise<Texts> {
  const name = `${language}/${part}`
  const known = loaded.get(name)
  if (known) return known
  const loading = read(language, part).catch((error: unknown) => {
    // What was lost on the way is asked for again.
    loaded.delete(name)
    throw error
  })
  loaded.set(name, loading)
  return loading
}

async function read(language: Language, part: string): Promise<Texts> {
  if (import.meta.env.DEV) return part === portal ? wholeLanguage(language) : {}
  const response = await fetch(`${TEXTS_AT}/${language}/${part}.json`).catch(() => undefined)
  if (!response?.ok) throw new TextsMissing()
  // Written by the build, under a name that no other content has.
  const built = (await response.json()) as BuiltTexts
  return asElements(built)
}

/** Texts without anything to fill in are kept as they are read. */
function asElements(texts: BuiltTexts): Texts {
  return Object.fromEntries(
    Object.entries(texts).map(([id, text]) => [
      id,
      // 0 is the parser's number for letters (`TYPE.literal`), which pages go without.
      typeof text === 'string' ? [{ type: 0, value: text }] : text,
    ]),
  )
}

/** During development nothing is built: the source is read as it is. */
async function wholeLanguage(language: Language): Promise<Texts> {
  const sources = import.meta.glob<Record<string, string>>('./*.json', { import: 'default' })
  const { parse } = await import('@formatjs/icu-messageformat-parser')
  const texts = (await sources[`./${language}.json`]?.()) ?? {}
  return Object.fromEntries(Object.entries(texts).map(([id, text]) => [id, parse(text)]))
}
