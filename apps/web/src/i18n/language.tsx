import { namesOf } from '@pmp/contract'
import { DirectionProvider, useDirection } from '@mantine/core'
import { createContext, use, useEffect, useMemo, useState, type ReactNode } from 'react'
import { IntlProvider } from 'react-intl'
import { showLanguage, useCatalogue } from './catalogue.ts'
import type eng from './eng.json'
import { languages, type Language } from './languages.ts'

type Messages = typeof eng
export type MessageId = keyof Messages

export { languages, type Language }

/** Shown only when it is there: a late change of font flashes, and some browsers forget to repaint. */
async function loadArabicFont(): Promise<void> {
  await document.fonts.load("1em 'Plex Arabic'", 'ا').catch(() => [])
}

const storageKey = 'pmp.language'

export function isLanguage(code: string | null | undefined): code is Language {
  return code != null && Object.hasOwn(languages, code)
}

/** What the reader chose on this device, if they did. */
function chosenLanguage(): Language | undefined {
  const chosen = localStorage.getItem(storageKey)
  return isLanguage(chosen) ? chosen : undefined
}

/** The reader's choice, else the browser's first language that we have, else English. */
function firstLanguage(): Language {
  const codes = namesOf(languages)
  const wanted = navigator.languages
    .map((tag) => codes.find((code) => tag.startsWith(languages[code].tag)))
    .find((code) => code !== undefined)
  return chosenLanguage() ?? wanted ?? 'eng'
}

/** With the reader's region, so that dates are written as at home. */
function regional(code: Language): string {
  const { tag, dir } = languages[code]
  // Regions of Arabic change digits and calendar, too; those of the language itself are used.
  if (dir === 'rtl') return tag
  return navigator.languages.find((wanted) => wanted.startsWith(`${tag}-`)) ?? tag
}

async function show(language: Language): Promise<void> {
  if (language === 'ara') await loadArabicFont()
  await showLanguage(language)
}

// Asked for before anything renders, because nothing renders before it is here.
const first = firstLanguage()
void show(first)

/** So that the document names the texts of this language while the scripts are on their way. */
function tellServer(code: Language): void {
  document.cookie = `${storageKey}=${code}; path=/; max-age=31536000; samesite=lax`
}

const LanguageContext = createContext<{ language: Language; choose(code: Language): void }>({
  language: 'eng',
  choose: () => {},
})

export const useLanguage = () => use(LanguageContext)

/** Gives texts, direction and `<html lang>` in the reader's language; each one is loaded when used. */
export function LanguageProvider({ children }: { children: ReactNode }) {
  const shown = useCatalogue()
  const [language, setLanguage] = useState<Language>(first)
  const value = useMemo(
    () => ({
      language,
      choose(code: Language) {
        localStorage.setItem(storageKey, code)
        tellServer(code)
        void show(code).then(() => setLanguage(code))
      },
    }),
    [language],
  )
  if (!shown) return null
  const { tag, dir } = languages[shown.language]
  return (
    <LanguageContext value={value}>
      <IntlProvider locale={regional(shown.language)} messages={shown.texts} defaultLocale="en">
        <DirectionProvider initialDirection={dir} detectDirection={false}>
          <PageLanguage tag={tag} dir={dir} />
          {children}
        </DirectionProvider>
      </IntlProvider>
    </LanguageContext>
  )
}

function PageLanguage({ tag, dir }: { tag: string; dir: 'ltr' | 'rtl' }) {
  const { setDirection } = useDirection()
  useEffect(() => {
    document.documentElement.lang = tag
    setDirection(dir)
  }, [tag, dir, setDirection])
  return null
}
