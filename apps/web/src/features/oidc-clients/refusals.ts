import type { Client } from './client-values.ts'
import { useText } from '../../i18n/text.tsx'

type Registration = NonNullable<Client['registration']>
type Refusal = Registration['refusals'][number]

/** What eSignet refused, in words; the code where it said something new. */
export function useRefusalWords() {
  const { t, tMaybe } = useText()
  const textOf = ({ code }: Refusal) =>
    tMaybe(`clients.refused.${code}`) ?? t('clients.refused.other', { code })
  const placeOf = ({ field, index }: Refusal) => {
    if (field === 'redirectUris' && index !== null)
      return t('clients.uri.one', { number: index + 1 })
    return field ? tMaybe(`clients.field.${field}`) : undefined
  }
  return {
    textOf,
    /** The same with the field that it is about. */
    lineOf: (refusal: Refusal) => {
      const place = placeOf(refusal)
      const text = textOf(refusal)
      return place ? t('clients.refused.at', { place, text }) : text
    },
  }
}

/** Fields of the form by those that a refusal names. */
const shownAs: Readonly<Record<string, string>> = {
  clientNameLangMap: 'names',
  additionalConfig: 'responseType',
  clientAuthMethods: 'grantTypes',
}

/** The place in the form that a refusal is about. */
export function placeInForm({ field, index }: Refusal): string | undefined {
  if (field === 'redirectUris' && index !== null) return `redirectUris.${index}`
  return field === null ? undefined : (shownAs[field] ?? field)
}
