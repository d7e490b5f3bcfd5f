/**
 * Finds private keys before a file goes anywhere. Runs in browsers as well as on the server, and is
 * quick to suspect: a file with anything like a key in it is no certificate file.
 */

/**
 * Labels of RFC 7468 and OpenSSH, also where an address or a page wrote other blanks; PuTTY's format; what
 * OpenSSL, GnuTLS, name servers and .NET write of a key in words.
 */
const mark = new RegExp(
  String.raw`BEGIN[^-\n]{0,60}PRIVATE[^-\n]{1,6}KEY|PuTTY-User-Key-File|Private-(?:Lines|Key|Key-Format):` +
    '|private ?exponent:|<InverseQ>',
  'i',
)
/** What a private JSON Web Key has. RFC 7518 §6. */
const jwkMarks = [/"kty"\s{0,9}:/, /"d"\s{0,9}:\s{0,9}"/]
const base64 = /^[\w+/-]+={0,2}$/
const deepest = 3
const mostElements = 100
/** Java key stores, JKS and JCEKS. */
const storeMagics = ['feedfeed', 'cececece']

const tags = { integer: 0x02, octetString: 0x04, oid: 0x06, sequence: 0x30 } as const

/**
 * Whether bytes or text hold a private key or a key store: as text of any encoding and with whatever
 * before it, in words, as DER (PKCS#1, PKCS#8 also encrypted, SEC 1, PKCS#12), and either as base64 or
 * hexadecimal octets, be it one value among others.
 */
export function holdsPrivateKey(source: Uint8Array | string, depth = 0): boolean {
  if (typeof source !== 'string') return isKeyStore(source) || holdsPrivateKey(latin(source), depth)
  // What is left of UTF-16 and UTF-32 without NUL is the ASCII that they encode.
  const text = source.replaceAll('\0', '').replace(/^(?:\uFEFF|ï»¿|ÿþ|þÿ)/, '')
  if (mark.test(text) || jwkMarks.every((part) => part.test(text))) return true
  if (depth >= deepest) return false
  return encodedParts(text).some((bytes) => holdsPrivateKey(bytes, depth + 1))
}

/**
 * The text that bytes are: UTF-8, or UTF-16 as some programs of Windows write it, with or without a
 * byte-order mark.
 */
export function textOfBytes(bytes: Uint8Array): string {
  return new TextDecoder(encodingOf(bytes)).decode(bytes)
}

function encodingOf(bytes: Uint8Array): string {
  const [first, second] = bytes
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  if (first === 0xfe && second === 0xff) return 'utf-16be'
  const zeros = [0, 0]
  bytes.forEach((byte, index) => {
    if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1
  })
  // Most of an armoured file is ASCII, whose other octet is zero.
  const most = bytes.length / 4
  if ((zeros[1] ?? 0) > most) return 'utf-16le'
  return (zeros[0] ?? 0) > most ? 'utf-16be' : 'utf-8'
}

const latin = (bytes: Uint8Array): string => new TextDecoder('latin1').decode(bytes)

/** Words that may be base64, and rows of hexadecimal octets. */
const words = /[\w+/-]{16,}={0,2}/g
const octets = /(?:[\da-f]{2}[: ]?){16,}/gi
/** Longer than a line of armour, e.g. a value in a settings file. */
const longWord = 80
/** A key, armour, or a key's base64 begins so in base64. */
const firstLine = /^(?:M|LS0|TUl)/

/** What may stand for bytes: what armour holds, whatever its label says, a whole text, its words. */
function encodedParts(text: string): Uint8Array[] {
  const armoured = text.matchAll(/-----BEGIN [^-\n]{0,64}-----([^-]*)-----END /g)
  const wholes = [...armoured].map(([, body]) => body ?? '').concat(text)
  const found = text.replaceAll('-----', ' ').match(words) ?? []
  const parts = new Set([
    ...wholes.map((whole) => whole.replaceAll(/\s+/g, '')),
    ...found.filter((word) => word.length >= longWord || firstLine.test(word)),
  ])
  const rows = text.match(octets) ?? []
  return [...parts].flatMap((part) => decoded(part) ?? []).concat(rows.map(octetsOf))
}

/** Where a row begins decides what it is. */
const longestRow = 16_384

function octetsOf(row: string): Uint8Array {
  const pairs = row.slice(0, longestRow).match(/[\da-f]{2}/gi) ?? []
  return Uint8Array.from(pairs, (pair) => Number.parseInt(pair, 16))
}

function decoded(digits: string): Uint8Array | undefined {
  if (!base64.test(digits)) return undefined
  const standard = digits.replaceAll('-', '+').replaceAll('_', '/').replace(/=+$/, '')
  if (standard.length % 4 === 1) return undefined
  const content = atob(standard)
  const bytes = new Uint8Array(content.length)
  for (let at = 0; at < content.length; at += 1) bytes[at] = content.codePointAt(at) ?? 0
  return bytes
}

/** Also where it stands behind something else, as when two files were joined. */
function isKeyStore(bytes: Uint8Array): boolean {
  const magic = Array.from(bytes.slice(0, 4), (byte) => byte.toString(16).padStart(2, '0')).join('')
  if (storeMagics.includes(magic)) return true
  let at = 0
  for (let count = 0; count < mostElements && bytes[at] === tags.sequence; count += 1) {
    const { start, end } = spanOf(bytes, at)
    if (isKeyOrStore(bytes, start)) return true
    if (end <= at) return false
    at = end
  }
  return false
}

/**
 * Keys and key stores begin with a version number of one octet; certificates, lists and bundles do
 * not. An encrypted key is an algorithm and an octet string (RFC 5958 §3).
 */
function isKeyOrStore(bytes: Uint8Array, start: number): boolean {
  const [tag, size, version] = bytes.slice(start, start + 3)
  if (tag === tags.integer) return size === 1 && version !== undefined && version <= 3
  if (tag !== tags.sequence) return false
  const algorithm = spanOf(bytes, start)
  return bytes[algorithm.start] === tags.oid && bytes[algorithm.end] === tags.octetString
}

/** Where the content of an element begins and ends; one of indefinite length ends nowhere. */
function spanOf(bytes: Uint8Array, at: number): { start: number; end: number } {
  const first = bytes[at + 1] ?? 0
  if (first < 0x80) return { start: at + 2, end: at + 2 + first }
  const start = at + 2 + first - 0x80
  if (first === 0x80) return { start, end: at }
  const size = bytes.slice(at + 2, start).reduce((total, byte) => total * 256 + byte, 0)
  return { start, end: start + size }
}
