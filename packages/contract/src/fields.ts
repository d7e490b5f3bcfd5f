import { z } from 'zod'
import type { FailureName } from './failures.ts'
import { hasHiddenCharacters, tidyName } from './plain-names.ts'

/** The constraint text of a missing or blank value; upstream's tests compare it (common.md 3.1). */
export const blankText = 'value is empty or null'

/** Clients may send a number or a boolean where text is asked (common.md 1.1). */
function asText(value: unknown): unknown {
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : value
}

/** Texts of a database cannot hold the character NUL. */
const withoutNul = (value: string) => !value.includes('\0')
const nulText = 'the character NUL is not allowed'

/** A limit of the schema itself, so that forms and the API document can ask for it. */
function limited(text: z.ZodString, max: number | undefined): z.ZodString {
  return max === undefined ? text : text.max(max, `at most ${max} characters are allowed`)
}

/** Text that must not be blank, at most `max` characters. Kept as sent, not trimmed. */
export function requiredText(max?: number) {
  const notBlank = z
    .string({ error: (issue) => (issue.input == null ? blankText : undefined) })
    .refine((value) => value.trim() !== '', blankText)
    .refine(withoutNul, nulText)
  return z.preprocess(asText, limited(notBlank, max))
}

/**
 * The name of an organisation: kept tidied, because it must stand in certificates to the letter, and
 * refused with characters that nobody can see in either.
 */
export function organizationText() {
  return z.preprocess(asTidyName, limited(plainName(), longestOrganizationName))
}

/** The same where it may be absent or null. */
export function optionalOrganizationText() {
  const text = z.string().refine(isPlain, hiddenText)
  return z.preprocess(asTidyName, limited(text, longestOrganizationName).nullish())
}

const longestOrganizationName = 128
export const hiddenText = 'characters that cannot be seen are not allowed'
const isPlain = (name: string) => !hasHiddenCharacters(name)

function plainName() {
  return z
    .string({ error: (issue) => (issue.input == null ? blankText : undefined) })
    .refine((name) => name.trim() !== '', blankText)
    .refine(isPlain, hiddenText)
}

function asTidyName(value: unknown): unknown {
  const text = asText(value)
  return typeof text === 'string' ? tidyName(text) : text
}

/**
 * What names, texts and filters may hold unless the operator decides otherwise (additions-1.3.0.md
 * 1.1). Quotes and the number sign by their codes, so that a line of `.env` can hold the pattern.
 */
export const usualPlainText = String.raw`^[\p{L}\p{N}\p{M}\s.,@\x23&()\-\x27?_!\x22:;=\\]+$`

const aroundDots = String.raw`(?!\.|.*(\s|\.[.-]|-\.|[.-]@|@[.-]))`
const inHost = String.raw`A-Za-z0-9\u00a1-\uffff`
const inName = String.raw`\w.!\x23$%&\x27*+/=?^\x60{\x7c}~\u00a1-\uffff-`

/**
 * E-mail addresses as people have them unless the operator decides otherwise: letters of any script,
 * dots and hyphens between them. Quotes and the number sign by their codes, as above.
 */
export const usualEmail = String.raw`^${aroundDots}[${inName}]+@[${inHost}.-]+\.(?!\d)[${inHost}-]+[${inHost}]$`

/** Text that must be given but may be empty, at most `max` characters. */
export function givenText(max: number) {
  const text = z.string({ error: (issue) => (issue.input == null ? blankText : undefined) })
  return z.preprocess(asText, limited(text, max).refine(withoutNul, nulText))
}

/** Text that may be absent or null. */
export function optionalText(max?: number) {
  const text = z.string().refine(withoutNul, nulText)
  return z.preprocess(asText, limited(text, max).nullish())
}

/**
 * Clients may send a whole number (0 is false) or the words `true` and `false` where a boolean is
 * asked; blank text counts as none (common.md 1.1).
 */
function asBoolean(value: unknown): unknown {
  if (Number.isInteger(value)) return value !== 0
  if (typeof value !== 'string') return value
  const word = value.trim()
  if (word === '') return null
  if (/^(true|True|TRUE)$/.test(word)) return true
  return /^(false|False|FALSE)$/.test(word) ? false : value
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const date = new Date(text)
  // The thirtieth of February is read as a day of March.
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}

/** A day as `yyyy-MM-dd` that may be absent, null or blank; another text has the wrong type. */
export const optionalDay = z.preprocess(
  (value) => (typeof value === 'string' && value.trim() === '' ? null : value),
  z
    .string()
    .check(({ value, issues }) => {
      if (!isDay(value)) issues.push({ code: 'invalid_type', expected: 'date', input: value })
    })
    .nullish(),
)

/** A boolean that may be absent or null. */
export const optionalBoolean = z.preprocess(asBoolean, z.boolean().nullish())

/** A boolean that must be given. */
export const requiredBoolean = z.preprocess(
  asBoolean,
  z.boolean({ error: (issue) => (issue.input == null ? blankText : undefined) }),
)

/** A path variable; blank ones never reach the operation. */
export const pathText = z.string()

/** A path variable that must not be blank: otherwise 400. */
export const givenPathText = z.string().refine((value) => value.trim() !== '')

/** A text filter of a list; empty means that it matches everything. */
export const filter = z.string().optional()

/** A filter of a list that is compared as a whole; empty matches nothing. */
export const exactFilter = z.string().optional()

/**
 * How `partnerId` is compared (additions-1.3.0.md 4.7): `contains`, which is usual, or `equals`, letter
 * case of the word ignored. Not an enum: another word has a failure of its own.
 */
export const partnerIdSearchType = z.string().optional()

/** An empty value of a query parameter that is no text counts as absent. */
function givenOrAbsent(value: unknown): unknown {
  return typeof value === 'string' && value.trim() === '' ? undefined : value
}

/** A query parameter that is true or false. */
export const flagParameter = z.preprocess(givenOrAbsent, z.stringbool().optional())

/** A query parameter that is a whole number, with the value of an absent one. */
export function wholeParameterOr(usual: number, min: number, max: number) {
  return z.preprocess(givenOrAbsent, z.coerce.number().int().min(min).max(max).default(usual))
}

/** `expiryPeriod` of the certificate lists: whole days from 1 to 30. */
export const expiryPeriod = z.preprocess(
  givenOrAbsent,
  z.coerce.number().int().min(1).max(30).optional(),
)

function withoutZone(date: Date): string {
  return date.toISOString().slice(0, -1)
}

/** A UTC instant as ISO text without zone, e.g. `2026-01-31T10:15:30.123` (common.md 1.1). */
export const LocalDateTime = z.codec(z.string(), z.date(), {
  decode: (text) => new Date(`${text.replace(/(Z|\+00:00)$/, '')}Z`),
  encode: withoutZone,
})

/** A UTC instant in upstream's legacy form, e.g. `2026-01-31T10:15:30.123+00:00`. */
export const OffsetDateTime = z.codec(z.string(), z.date(), {
  decode: (text) => new Date(text),
  encode: (date) => `${withoutZone(date)}+00:00`,
})

const instantWithZone =
  /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2}))?$/

/** Of a day alone, its end in UTC; blank is none; what has no year of four digits cannot be read. */
function readEnd(text: string): Date | null {
  const given = text.trim()
  if (given === '') return null
  const isDay = given.length === 10
  const end = instantWithZone.test(given)
    ? new Date(isDay ? `${given}T23:59:59.999Z` : given)
    : null
  const isReadable = end && !Number.isNaN(end.getTime()) && end.getUTCFullYear() < 10_000
  return isReadable ? end : new Date(Number.NaN)
}

/**
 * When something ends, if given: ISO date-time with offset, or a day (additions-1.3.0.md 1.4, 6.1).
 */
export const endOfValidity = z
  .codec(z.string(), z.date().nullable(), {
    decode: readEnd,
    encode: (date) => date?.toISOString() ?? '',
  })
  .nullish()

/** One page of a V2 list (common.md 10.4). */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({
    pageNo: z.number().int(),
    pageSize: z.number().int(),
    totalResults: z.number().int(),
    data: z.array(item),
  })
}

/** PEM text of a certificate or base64url PKCS#7. The size limit bounds what a hostile file can cost. */
export const CertificateData = requiredText(1_000_000)

const longestJson = 20_000

/** Any JSON value of at most 20 000 characters as text, or none. */
export const AnyJson = z
  .unknown()
  .refine((value) => lengthAsJson(value) <= longestJson, `at most ${longestJson} characters`)
  .optional()

function lengthAsJson(value: unknown): number {
  try {
    return JSON.stringify(value ?? null).length
  } catch {
    // Nested deeper than the stack of the process.
    return Infinity
  }
}

/** What a V2 endpoint that checks its request envelope refuses (common.md 3). */
export const requestFailures = [
  'field_invalid',
  'request_id_wrong',
  'request_time_missing',
  'request_time_not_today',
  'request_version_wrong',
] as const satisfies readonly FailureName[]

/** Any JSON object. */
export const JsonObject = z.record(z.string(), z.unknown())
