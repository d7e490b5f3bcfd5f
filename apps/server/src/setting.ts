import { isIP } from 'node:net'
import { z } from 'zod'

/** What is told of a setting besides its name and default. */
interface SettingNotes {
  meaning: string
  /** Property of upstream with the same effect. */
  upstream?: string
  /** What the default is, when it is not a fixed value. */
  otherwise?: string
}

/** A setting with what is told of it. */
export function setting<T extends z.ZodType>(schema: T, notes: SettingNotes): T {
  return schema.meta({ ...notes })
}

/** What is wrong with a value, and behind a semicolon what to set instead. */
type Judge<T> = (value: T) => string | undefined

/** A setting whose value must satisfy more than its type. */
function judged<T extends z.ZodType>(schema: T, problemOf: Judge<z.output<T>>): T {
  return schema.superRefine((value, context) => {
    const problem = problemOf(value)
    if (problem !== undefined) context.addIssue({ code: 'custom', message: problem })
  })
}

/* The kinds of values that settings have. */

/** Text that is not empty. */
export const text = z.string().min(1)
export const judgedText = (problemOf: Judge<string>) => judged(text, problemOf)
export const whole = z.coerce.number().int()
const wordsOf = (value: string) =>
  value
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '')
/** Words with commas between them, at least one. */
export const words = judged(text.transform(wordsOf), namesNothing)
/** Words with commas between them. */
export const list = (value: string, problemOf: Judge<string[]> = () => undefined) =>
  judged(z.string().default(value).transform(wordsOf), problemOf)
export const flag = (value: boolean) => z.stringbool().default(value)
/** An address of the web, http or https. */
export const webAddress = judged(text, addressProblem)
/** The path of a file, or an address of the web. */
export const fileOrWebAddress = judged(text, (value) =>
  isWebAddress(value) ? addressProblem(value) : undefined,
)
/** A web address that ends where its path does. */
export const plainWebAddress = judged(text, plainAddressProblem)

function namesNothing(named: readonly string[]): string | undefined {
  return named.length > 0 ? undefined : 'names nothing; name at least one, with commas between them'
}

function isWebAddress(value: string): boolean {
  return /^https?:\/\//i.test(value) && URL.canParse(value)
}

/** A request refuses to be made to an address with a password, and tells it in its error. */
function addressProblem(value: string): string | undefined {
  if (!isWebAddress(value)) return 'is no web address; set one such as https://id.example'
  const hasUser = hasCredentials(new URL(value))
  return hasUser ? 'has a user, which no request can carry there; leave it out' : undefined
}

const hasCredentials = ({ username, password }: URL): boolean => username !== '' || password !== ''

/** What is wrong with an address that ends where its path does. */
export function plainAddressProblem(value: string): string | undefined {
  if (!isWebAddress(value)) return 'is no web address; set one such as https://id.example'
  const url = new URL(value)
  const isPlain = !hasCredentials(url) && url.search === '' && url.hash === ''
  return isPlain ? undefined : 'has more than host and path; leave out user, ? and #'
}

/** Words of which each must be one of these, whatever its letter case. */
export function someOf(known: readonly string[]): Judge<string[]> {
  const names = new Set(known.map((name) => name.toLowerCase()))
  return (named) => {
    const odd = named.find((name) => !names.has(name.toLowerCase()))
    if (odd === undefined) return namesNothing(named)
    return `does not know \`${odd}\`; choose from ${known.join(', ')}`
  }
}

/** At least one. */
export const someWords: Judge<string[]> = namesNothing

/** ISO 639-3, as MOSIP writes languages. */
export function languageCodes(codes: readonly string[]): string | undefined {
  const odd = codes.find((code) => !/^[a-z]{3}$/.test(code))
  if (odd === undefined) return namesNothing(codes)
  return `\`${odd}\` is no language code of three small letters; set them as in eng,fra,ara`
}

/** Whether somebody's `X-Forwarded-*` headers are believed, as the HTTP server takes it. */
export const proxies = judged(
  z
    .string()
    .default('false')
    .transform((given) => {
      const known = given.trim().toLowerCase()
      return known === 'true' || known === 'false' ? known === 'true' : wordsOf(given)
    }),
  (given) => (typeof given === 'boolean' ? undefined : proxyProblem(given)),
)

const namedRanges: ReadonlySet<string> = new Set(['loopback', 'linklocal', 'uniquelocal'])

function proxyProblem(given: readonly string[]): string | undefined {
  const odd = given.find((word) => !namedRanges.has(word) && !isAddressRange(word))
  if (odd === undefined) return namesNothing(given)
  return `\`${odd}\` is no IP address or range; set true, false, or as in 10.0.0.0/8,loopback`
}

/** RFC 4632 §3.1. */
function isAddressRange(word: string): boolean {
  const [address = '', bits, ...more] = word.split('/')
  const most = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1
  const isFitting = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most)
  return most > 0 && isFitting && more.length === 0
}

/** What is wrong with a value of a built-in kind; the kinds above say it themselves. */
export function problemOfKind(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code === 'invalid_type') return 'is no whole number; set one, digits only'
  if (issue.code === 'too_small') {
    return issue.origin === 'string'
      ? `is too short; set ${issue.minimum} characters or more`
      : `is too small; set ${issue.minimum} or more`
  }
  if (issue.code === 'too_big') return `is too great; set ${issue.maximum} or less`
  if (issue.code !== 'invalid_value') return undefined
  return issue['expected'] === 'stringbool'
    ? 'is neither yes nor no; set true or false'
    : `is none of its choices; set one of ${issue.values.join(', ')}`
}
