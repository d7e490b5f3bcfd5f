import { clientFields, longestClientName, nameText } from '@pmp/contract'
import {
  consentMinutes as consent,
  flawOfRedirectUri,
  topLevelDomainOf,
} from '@pmp/contract/client-rules'
import type { Translate } from '../../i18n/text.tsx'
import {
  filled,
  namesToSend,
  urisToSend,
  type ClientRules,
  type ClientValues,
} from './client-values.ts'

/** Place in the form → what is wrong there. */
type Wrong = Record<string, string | null>

/** What the form knows besides the contract, before anything is sent: everything at once. */
export function checkClient(values: ClientValues, rules: ClientRules, t: Translate): Wrong {
  return {
    ...checkNames(values, rules, t),
    ...checkLogo(values, t),
    ...checkUris(values, rules, t),
    ...checkTexts(values, t),
    ...checkMinutes(values, t),
  }
}

function checkNames(values: ClientValues, rules: ClientRules, t: Translate): Wrong {
  const { name, names } = values
  const isTooLong = nameText(name.trim(), namesToSend(values, rules)).length > longestClientName
  const together: Wrong = isTooLong ? { names: t('clients.names.tooLong') } : {}
  const { longestName: limit } = rules
  if (limit === null) return together
  const tooLong = Object.entries(names).flatMap(([language, text]) =>
    text.trim().length > limit ? [[`names.${language}`, t('forms.tooLong', { limit })]] : [],
  )
  const isAlone = filled(names) === undefined && name.trim().length > limit
  return {
    ...together,
    ...Object.fromEntries(tooLong),
    ...(isAlone ? { name: t('clients.name.tooLongAlone', { limit }) } : {}),
  }
}

function checkLogo({ logoUri }: ClientValues, t: Translate): Wrong {
  const address = logoUri.trim()
  const isFine = address === '' || clientFields.logoUri.safeParse(address).success
  return isFine ? {} : { logoUri: t('clients.logo.wrong') }
}

/** What is wrong with each row of redirect addresses; null where nothing is. */
export function wrongRows(uris: readonly string[], t: Translate): (string | null)[] {
  const trimmed = uris.map((uri) => uri.trim())
  return trimmed.map((uri, at) => {
    if (uri === '') return null
    const first = trimmed.indexOf(uri)
    if (first < at) return t('clients.uri.same', { number: first + 1 })
    const flaw = flawOfRedirectUri(uri)
    return flaw ? t(`clients.uri.flaw.${flaw}`, { domain: topLevelDomainOf(uri) }) : null
  })
}

function checkUris(values: ClientValues, { longestUris }: ClientRules, t: Translate): Wrong {
  const uris = urisToSend(values)
  if (uris.length === 0) return { 'redirectUris.0': t('forms.required') }
  const rows = wrongRows(values.redirectUris, t).map((text, at) => [`redirectUris.${at}`, text])
  const isTooLong = longestUris !== null && JSON.stringify(uris).length > longestUris
  return {
    ...Object.fromEntries(rows),
    ...(isTooLong ? { redirectUris: t('clients.uri.tooLongTogether') } : {}),
  }
}

/** Titles need the purpose, and one text for every language that has none of its own. */
function checkTexts({ purpose, title, subTitle }: ClientValues, t: Translate): Wrong {
  const texts = { title: filled(title), subTitle: filled(subTitle) }
  const lacking = Object.entries(texts).flatMap(([name, given]) =>
    given && !given['@none'] ? [[`${name}.@none`, t('clients.text.default')]] : [],
  )
  const needsPurpose = purpose === '' && Boolean(texts.title ?? texts.subTitle)
  return {
    ...Object.fromEntries(lacking),
    ...(needsPurpose ? { purpose: t('clients.purpose.needed') } : {}),
  }
}

function checkMinutes({ consentMinutes }: ClientValues, t: Translate): Wrong {
  const minutes = Number(consentMinutes)
  const isFine = Number.isInteger(minutes) && minutes >= consent.least && minutes <= consent.most
  return consentMinutes.trim() === '' || isFine
    ? {}
    : { consentMinutes: t('clients.consent.rule', consent) }
}
