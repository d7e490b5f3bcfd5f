import { readStoredName } from '@pmp/contract'
import { isLanguage, languages, useLanguage } from '../../i18n/language.tsx'
import { useText } from '../../i18n/text.tsx'

/** The name of a language in the reader's own; its code where nobody knows it. */
export function useLanguageName(): (code: string) => string {
  const { language } = useLanguage()
  const names = new Intl.DisplayNames([languages[language].tag], { type: 'language' })
  return (code) => {
    const tag = isLanguage(code) ? languages[code].tag : code
    try {
      return names.of(tag) ?? code
    } catch {
      return code
    }
  }
}

/** Claims, ACR values and grant types in plain words; as they are where there are none. */
export function useGrantWords() {
  const { tMaybe } = useText()
  return {
    claim: (claim: string) => tMaybe(`clients.claim.${claim}`) ?? claim,
    acr: (acr: string) => tMaybe(`clients.acr.${acr}`) ?? acr,
    grant: (grant: string) => tMaybe(`clients.grant.${grant}`) ?? grant,
  }
}

/** A stored name in the reader's language, else the one for everybody. */
export function useShownName(): (stored: string) => string {
  const { language } = useLanguage()
  return (stored) => {
    const { name, nameLangMap } = readStoredName(stored)
    return nameLangMap?.[language] ?? name
  }
}
