import { namesOf } from '@pmp/contract'
import { DirectionProvider, useDirection } from '@mantine/core'
import { createContext, use, useEffect, useMemo, useState, type ReactNode } from 'react'
import { IntlProvider } from 'react-intl'
import type eng from './eng.json'

type Messages = typeof eng
export type MessageId = keyof Messages

/** Languages of the UI: MOSIP's code → BCP 47 tag, direction, own name. One line per language. */
export const languages = {
  eng: { tag: 'en', dir: 'ltr', name: 'English', load: () => import('./eng.json') },
  fra: { tag: 'fr', dir: 'ltr', name: 'Français', load: () => import('./fra.json') },
  ara: { tag: 'ar', dir: 'rtl', name: 'العربية', load: loadArabic },
} as const satisfies Record<
  string,
  { tag: string; dir: 'ltr' | 'rtl'; name: string; load: () => Promise<{ default: Messages }> }
>

async function loadArabic(): Promise<{ default: Messages }> {
  const messages = import('./ara.json')
  // Shown only when it is there: a late change of font flashes, and some browsers forget to repaint.
  await document.fonts.load("1em 'Plex Arabic'", 'ا').catch(() => [])
  return messages
}

export type Language = keyof typeof languages

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

const load = (code: Language) => languages[code].load()

// Asked for before anything renders, because nothing renders before it is here.
const first = { language: firstLanguage(), texts: load(firstLanguage()) }

const LanguageContext = createContext<{ language: Language; choose(code: Language): void }>({
  language: 'eng',
  choose: () => {},
})

export const useLanguage = () => use(LanguageContext)

/** Gives texts, direction and `<html lang>` in the reader's language; each one is loaded when used. */
export function LanguageProvider({ children }: { children: ReactNode }) {
  const [shown, setShown] = useState<{ language: Language; messages: Messages } | undefined>()
  const [language, setLanguage] = useState<Language>(first.language)
  useEffect(() => {
    let isCurrent = true
    const texts = language === first.language ? first.texts : load(language)
    void texts.then(({ default: messages }) => {
      if (isCurrent) setShown({ language, messages })
    })
    return () => {
      isCurrent = false
    }
  }, [language])
  const value = useMemo(
    () => ({
      language,
      choose(code: Language) {
        localStorage.setItem(storageKey, code)
        setLanguage(code)
      },
    }),
    [language],
  )
  if (!shown) return null
  const { tag, dir } = languages[shown.language]
  return (
    <LanguageContext value={value}>
      <IntlProvider locale={regional(shown.language)} messages={shown.messages} defaultLocale="en">
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
