import { Failure, hasInvisibleMarks, userNamePattern } from '@pmp/contract'
import type { Config } from '../config.ts'
import { endpoints } from '../endpoints.ts'
import { pathWords } from './path-words.ts'
import { isServiceName, userIdKey } from './user-ids.ts'

/*
 * Ids of partners and names of users that do not exist yet, at every door that makes one: they must
 * not look like others, nor stand for somebody or something else. What is stored already stays usable.
 */

/** Scripts in daily use (UAX #31, table 5), and those of West and North Africa beside them. */
const scripts = `Adlam Arabic Armenian Bengali Cyrillic Devanagari Ethiopic Georgian Greek Gujarati
  Gurmukhi Hebrew Kannada Khmer Lao Latin Malayalam Myanmar Nko Oriya Sinhala Tamil Telugu Thaana
  Thai Tibetan Tifinagh`.split(/\s+/)

/** Chinese, Japanese and Korean are written with more than one. */
const writings = [
  ...scripts.map((script) => [script]),
  ['Han', 'Bopomofo'],
  ['Han', 'Hiragana', 'Katakana'],
  ['Han', 'Hangul'],
].map((used) => {
  const letters = used.map((script) => String.raw`\p{Script=${script}}`).join('')
  // Signs that Unicode counts to no script, because several share them.
  const shared = used.includes('Katakana') ? 'ー' : used.includes('Arabic') ? '٠-٩' : ''
  return new RegExp(String.raw`^[${letters}\p{Script=Inherited}${shared}]*$`, 'u')
})

const neutral = /[\x21-\x40\x5b-\x60\x7b-\x7e]/g

/** Cyrillic, Greek and Armenian letters with the very shape of a Latin one; a word of them alone reads as Latin. */
const latinShapes =
  /^[аеорсухѕіјһԁԛԝӏѵАВЕКМНОРСТУХЅІЈԚԜοορνΑΒΕΖΗΙΚΜΝΟΡΤΥΧ\u0570\u0578\u057D\u0581\u0585\u053C\u054D\u054F\u0555]+$/u

/** What is wrong with the form of an id, first things first. */
const faults: readonly (readonly [constraint: string, isIn: (id: string) => boolean])[] = [
  ['characters that cannot be seen are not allowed', hasInvisibleMarks],
  // Unicode says what looks the same but for its form: full width, ligatures, other hyphens.
  [
    'letters and signs in a compatibility form are not allowed',
    (id) => id !== id.normalize('NFKC'),
  ],
  // Also what other programs put into addresses as it is, or decode twice.
  ['dots and signs that divide addresses are not allowed', (id) => /\.\.|[/\\%?#;]|^\.$/.test(id)],
  [
    'besides letters and digits only ASCII characters are allowed',
    (id) => /[^\x21-\x7e\p{L}\p{M}\p{Nd}]/u.test(id),
  ],
  ['a mark that hides in its letter is not allowed', hasHiddenMark],
  ['letters and digits must be of one script', isOfSeveralScripts],
  ['letters that look like others are not allowed', looksLatin],
]

/** A mark on no letter, a dot on a letter that has one, a stroke through a letter. */
function hasHiddenMark(id: string): boolean {
  return /(?<![\p{L}\p{M}])\p{M}|[\p{Soft_Dotted}lı]\p{M}*?\u0307|[\u0334-\u0338]/u.test(id)
}

function isOfSeveralScripts(id: string): boolean {
  const letters = id.replaceAll(neutral, '')
  const hasTwoKindsOfDigits = /[0-9]/.test(id) && /(?![0-9])\p{Nd}/u.test(id)
  return hasTwoKindsOfDigits || !writings.some((writing) => writing.test(letters))
}

/** Letters of Latin script that read as other ones, small capitals, or as punctuation stand for themselves. */
function looksLatin(id: string): boolean {
  return (
    latinShapes.test(id.replaceAll(neutral, '')) ||
    /[ɑɡǀ-ǃ\u0185\u0262\u026A\u0274\u0280\u0299\u029C\u029F\u028F\u1D00-\u1D22\uA730\uA731]/u.test(
      id,
    )
  )
}

/**
 * Refuses an id or name that looks like others, or that no address can name.
 * @param field as the failure names it, e.g. `partnerId`
 * @throws {Failure} field_invalid
 */
export function checkNewId(id: string, field: string): void {
  const [constraint] = faults.find(([, isIn]) => isIn(id)) ?? []
  if (constraint !== undefined) {
    throw new Failure('field_invalid', { constraint, field: `request.${field}` })
  }
}

/**
 * The same for a user name of the embedded provider, which holds less.
 * @throws {Failure} field_invalid
 */
export function checkNewUserName(userName: string): void {
  if (!userNamePattern.test(userName)) {
    const constraint = 'lower-case letters, digits, and . _ - inside are allowed'
    throw new Failure('field_invalid', { constraint, field: 'request.userName' })
  }
  checkNewId(userName, 'userName')
}

/** Who acts without being a partner, in audit entries and in `cr_by` of ours and upstream's rows. */
const actors = ['system', 'anonymous', 'superadmin', 'admin']
/** Pages of the web UI that stand where it has the page of a partner. */
const pages = ['new']
const paths = pathWords(endpoints.map(([, endpoint]) => endpoint))
const words = new Set([...actors, ...pages, ...paths].map(userIdKey))

/** Whether an id or name stands for somebody or something else, so that it is never free. */
export function isReservedId(id: string, { ADMIN_USERNAME }: Pick<Config, 'ADMIN_USERNAME'>) {
  const key = userIdKey(id)
  return words.has(key) || isServiceName(key) || key === userIdKey(ADMIN_USERNAME)
}
