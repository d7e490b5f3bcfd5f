import { z } from 'zod'
import { nameText, readStoredName, type ClientNames } from '../../client-names.ts'
import { mostMethods, mostRedirectUris } from '../../client-rules/limits.ts'
import { blankText, hiddenText, optionalBoolean, optionalText, requiredText } from '../../fields.ts'
import { hasHiddenCharacters, hasInvisibleMarks } from '../../plain-names.ts'

/** The widths of `pms.oidc_client` (database.md 3). */
export const longestClientName = 256
const longestLogoUri = 2048

/** Schemes with which a picture can be named; upstream takes any that Java has a handler for. */
const logoSchemes = ['http:', 'https:', 'ftp:']

function isLogoUri(text: string): boolean {
  if (/\s/.test(text) || hasInvisibleMarks(text)) return false
  return URL.canParse(text) && logoSchemes.includes(new URL(text).protocol)
}

const logoUri = requiredText(longestLogoUri).refine(isLogoUri, 'must be a valid URL')

/** A list of so many items; what the items may be is eSignet's to say (auth-services.md 8.1). */
function listOf<T extends z.ZodType>(item: T, most: number) {
  return z
    .array(item, { error: (issue) => (issue.input == null ? blankText : undefined) })
    .min(1, 'at least 1 item is needed')
    .max(most, `at most ${most} items are allowed`)
}

const words = listOf(optionalText(), mostMethods)

/** What people read before they let a service know about them: nothing in it may be hidden or turned around. */
const shownName = (most?: number) =>
  requiredText(most).refine(
    (name) => typeof name !== 'string' || !hasHiddenCharacters(name),
    hiddenText,
  )

/**
 * A name, or names by language as JSON text, as the older reads tell them and older clients send back;
 * those are held to the same rules as names by language anywhere.
 */
const plainName = shownName(longestClientName).refine(
  (text) => typeof text !== 'string' || areShown(readStoredName(text)),
  hiddenText,
)

function areShown({ name, nameLangMap }: ClientNames): boolean {
  const isNamed = nameLangMap !== null && Object.keys(nameLangMap).length > 0
  return shownName().safeParse(name).success && (!isNamed || isNamesByLanguage(nameLangMap))
}

const isNamesByLanguage = (names: object) => namesByLanguage.safeParse(names).success

/** Names by language: keys of three characters, nothing blank. */
const namesByLanguage = z
  .record(z.string(), shownName(), {
    error: (issue) => (issue.input == null ? blankText : undefined),
  })
  .refine((names) => Object.keys(names).length > 0, blankText)
  .refine(
    (names) => Object.keys(names).every((language) => language.length === 3),
    'languages have 3 letters',
  )

/** A JWK as it is sent; nothing of it is kept before it is judged. */
const publicKey = z
  .record(z.string(), z.unknown(), {
    error: (issue) => (issue.input == null ? blankText : undefined),
  })
  .refine((key) => Object.keys(key).length > 0, blankText)
  .superRefine((key, context) => {
    for (const [member, value] of Object.entries(key)) {
      if (value === null) context.addIssue({ code: 'custom', message: blankText, path: [member] })
    }
  })

/** What every way of making a client asks for (auth-services.md 8.1). */
export const clientFields = {
  name: plainName,
  policyId: requiredText(36),
  publicKey,
  authPartnerId: requiredText(100),
  logoUri,
  redirectUris: listOf(optionalText(), mostRedirectUris),
  grantTypes: words,
  clientAuthMethods: words,
}

/** What every way of changing one asks for (auth-services.md 8.4). */
export const changedFields = {
  logoUri,
  redirectUris: listOf(requiredText(), mostRedirectUris),
  status: requiredText().refine(
    (word) => ['ACTIVE', 'INACTIVE'].includes(word.toUpperCase()),
    'must be ACTIVE or INACTIVE',
  ),
  grantTypes: words,
  clientAuthMethods: words,
  clientName: plainName,
}

export const languageFields = { clientNameLangMap: namesByLanguage }

/** Names by language are stored in one column together with the plain name. */
export function fitsTogether<T extends z.ZodObject>(
  request: T,
  namesOf: (given: z.output<T>) => [name: string, names: Record<string, string>],
): T {
  return request.refine((given) => nameText(...namesOf(given)).length <= longestClientName, {
    message: `names have at most ${longestClientName} characters together, as JSON`,
    path: ['clientNameLangMap'],
  })
}

/** Beyond the wire types, rules decide in their order (additions-1.3.0.md 7.1). */
export const AdditionalConfigInput = z
  .object({
    userinfo_response_type: optionalText(),
    consent_expire_in_mins: z.unknown().optional(),
    signup_banner_required: optionalBoolean,
    forgot_pwd_link_required: optionalBoolean,
    purpose: z
      .object({
        type: optionalText(),
        title: z.unknown().optional(),
        subTitle: z.unknown().optional(),
      })
      .nullish(),
  })
  .nullish()

export const ClientStatus = z.object({ clientId: z.string(), status: z.string() })
