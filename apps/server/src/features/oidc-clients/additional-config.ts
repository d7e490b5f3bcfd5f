import { Failure, hasHiddenCharacters, isObject, type AdditionalConfigInput } from '@pmp/contract'
import {
  clientPurposes,
  consentMinutes as consent,
  longestConfig,
  userinfoTypes,
} from '@pmp/contract/client-rules'
import type { z } from 'zod'

type Given = z.output<typeof AdditionalConfigInput>

const purposes: readonly string[] = clientPurposes
const responseTypes: readonly string[] = userinfoTypes

/**
 * The additional configuration as it is stored and sent: what is absent or null is left out, and the
 * purpose is spelled as eSignet wants it (additions-1.3.0.md 7.1).
 * @param languages those of `OIDC_LANGUAGES`
 * @returns null where none is given
 * @throws {Failure} client_response_type_unknown · client_consent_time_wrong ·
 *   client_purpose_texts_wrong · client_purpose_unknown · client_language_unknown ·
 *   client_default_text_missing · additional_config_refused
 */
export function readAdditionalConfig(
  given: Given,
  languages: readonly string[],
): Record<string, unknown> | null {
  if (!given) return null
  const {
    userinfo_response_type,
    consent_expire_in_mins,
    signup_banner_required,
    forgot_pwd_link_required,
  } = given
  if (userinfo_response_type != null && !responseTypes.includes(userinfo_response_type)) {
    throw new Failure('client_response_type_unknown')
  }
  checkConsent(consent_expire_in_mins)
  const config = withoutNull({
    userinfo_response_type,
    purpose: readPurpose(given.purpose, languages),
    signup_banner_required,
    forgot_pwd_link_required,
    consent_expire_in_mins,
  })
  const length = JSON.stringify(config).length
  if (length > longestConfig) throw new Failure('additional_config_refused')
  return config
}

function withoutNull(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value != null))
}

function checkConsent(minutes: unknown): void {
  if (minutes == null) return
  const isInRange =
    typeof minutes === 'number' &&
    Number.isInteger(minutes) &&
    minutes >= consent.least &&
    minutes <= consent.most
  if (!isInRange) throw new Failure('client_consent_time_wrong', consent)
}

function readPurpose(
  purpose: NonNullable<Given>['purpose'],
  languages: readonly string[],
): Record<string, unknown> | null {
  if (!purpose) return null
  const texts = [purpose.title, purpose.subTitle].map(asTexts)
  const type = purpose.type?.toLowerCase()
  if (type !== undefined && !purposes.includes(type)) throw new Failure('client_purpose_unknown')
  const [title, subTitle] = texts
  if (type === undefined) {
    if (title ?? subTitle) throw new Failure('client_purpose_texts_wrong')
    return null
  }
  for (const given of texts) checkLanguages(given, languages)
  return withoutNull({ type, title: filled(title), subTitle: filled(subTitle) })
}

type Texts = Record<string, string> | undefined

function asTexts(value: unknown): Texts {
  if (value == null) return undefined
  if (!isObject(value)) throw new Failure('client_purpose_texts_wrong')
  return Object.fromEntries(
    Object.entries(value).map(([language, text]) => {
      if (typeof text !== 'string' || hasHiddenCharacters(text)) {
        throw new Failure('client_purpose_texts_wrong')
      }
      return [language, text]
    }),
  )
}

/** eSignet wants no texts rather than an empty set of them. */
function filled(texts: Texts): Texts {
  return texts && Object.keys(texts).length > 0 ? texts : undefined
}

function checkLanguages(texts: Texts, languages: readonly string[]): void {
  const used = Object.keys(texts ?? {})
  const unknown = used.find((language) => language !== '@none' && !languages.includes(language))
  if (unknown !== undefined) throw new Failure('client_language_unknown', { language: unknown })
  if (used.length > 0 && !used.includes('@none')) throw new Failure('client_default_text_missing')
}

/**
 * Names by language of the newest form: languages of the settings only (additions-1.3.0.md 7.2).
 * @throws {Failure} client_language_unknown
 */
export function checkNameLanguages(
  names: Readonly<Record<string, string>>,
  languages: readonly string[],
): void {
  const unknown = Object.keys(names).find((language) => !languages.includes(language))
  if (unknown !== undefined) throw new Failure('client_language_unknown', { language: unknown })
}
