/**
 * Input made to hurt. Limits of size, depth and number are in the code and named by the reason of
 * the refusal, so these tests hardly look at the clock.
 */
import { expect, test } from 'vitest'
import { cpuMsOf } from './corpus/cpu-time.ts'
import { TAG, contextTag } from './asn1.ts'
import { write, writeBitString, writeInteger, writeOid } from './asn1-write.ts'
import { certificateFromDer } from './certificate.ts'
import { altNames, dns, ip, nameConstraints } from './corpus/encode.ts'
import { replacing, reshape } from './corpus/reshape.ts'
import { readDer } from './der.ts'
import { EXTENSION, type Extension } from './extensions.ts'
import { STRICT_POLICY } from './path/path-policy.ts'
import { indexSubjects } from './path/trust-source.ts'
import { validatePath } from './path/validate-path.ts'
import { at, leafBelow, make } from './path-scenes.ts'
import { encodePkcs7, readPkcs7 } from './pkcs7.ts'
import { readCertificates } from './read-certificates.ts'

const root = await make('root')
const leaf = await leafBelow(root)
const hex = (digits: string) => Buffer.from(digits.replaceAll(' ', ''), 'hex')
const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index))

function nested(levels: number): Uint8Array {
  let inner: Uint8Array = new Uint8Array()
  for (let level = 0; level < levels; level += 1) inner = write(TAG.sequence, inner)
  return inner
}

test.each([
  ['nothing', '', 'cut_short'],
  ['a tag alone', '30', 'cut_short'],
  ['a length beyond the end', '30 05 05 00', 'cut_short'],
  ['a length beyond all memory', '30 84 ff ff ff ff', 'cut_short'],
  ['a length of a hundred octets', `30 e4 ${'01'.repeat(100)}`, 'cut_short'],
  ['an indefinite length', '30 80 05 00 00 00', 'not_der'],
  ['a short length in the long form', '30 81 02 05 00', 'not_der'],
  ['a length with a leading zero', `30 82 00 80 04 7e ${'00'.repeat(126)}`, 'not_der'],
  ['a high tag number', '3f 81 00 00', 'not_asn1'],
  ['a reserved tag', '30 02 00 00', 'not_asn1'],
  ['a list marked as primitive', '30 02 10 00', 'not_asn1'],
  ['a string in pieces', '30 04 24 02 04 00', 'not_der'],
  ['an integer without octets', '02 00', 'not_der'],
  ['an integer with a padding zero', '02 02 00 01', 'not_der'],
  ['a negative integer with padding', '02 02 ff 80', 'not_der'],
  ['a boolean of 1', '01 01 01', 'not_der'],
  ['a boolean of two octets', '01 02 ff ff', 'not_der'],
  ['a null with a value', '05 01 00', 'not_der'],
  ['a bit string without its count', '03 00', 'not_der'],
  ['a bit string with nine unused bits', '03 02 09 00', 'not_der'],
  ['a bit string whose unused bits are set', '03 02 04 ff', 'not_der'],
  ['an object identifier that does not end', '06 02 2a 80', 'not_der'],
  ['an object identifier with padding', '06 03 2a 80 01', 'not_der'],
  ['a value after the value', '05 00 05 00', 'trailing_bytes'],
  ['a child that ends after its parent', '30 03 04 05 00 00 00 00', 'cut_short'],
])('DER refuses %s', (_what, digits, reason) => {
  expect(() => readDer(hex(digits))).toThrow(expect.objectContaining({ reason }))
})

test.each([
  ['0', '02 01 00'],
  ['-128', '02 01 80'],
  ['128', '02 02 00 80'],
  ['an explicit FALSE', '01 01 00'],
  ['no bits', '03 01 00'],
  ['three bits', '03 02 05 a0'],
  ['a large arc', '06 03 2a 81 00'],
  ['an empty list', '30 00'],
])('DER accepts %s', (_what, digits) => {
  expect(readDer(hex(digits)).bytes).toEqual(hex(digits))
})

test.each([
  ['34 levels of lists', nested(34), 'too_deep'],
  ['ten thousand levels of lists', nested(10_000), 'too_deep'],
  ['a million empty values', write(TAG.sequence, Buffer.alloc(2_000_000, hex('0500'))), 'too_many'],
  ['more than 16 MiB', Buffer.alloc(17 * 1024 * 1024, 0x30), 'too_large'],
])('work is limited: %s', (_what, der, reason) => {
  expect(() => readDer(der)).toThrow(expect.objectContaining({ reason }))
})

test('32 levels of lists are within the limit', () => {
  expect(readDer(nested(32)).bytes).toEqual(nested(32))
})

const extension = (oid: string, value: Uint8Array): Extension => ({ oid, isCritical: false, value })
const withExtension = (one: Extension) => reshape(leaf, root, { extensions: replacing(one) })
const withName = (...attributes: Uint8Array[]) =>
  reshape(leaf, root, { subject: write(TAG.sequence, ...attributes) })
const attribute = (tag: number, value: Uint8Array) =>
  write(TAG.set, write(TAG.sequence, writeOid('2.5.4.3'), write(tag, value)))
const subtree = (...parts: Uint8Array[]) =>
  write(TAG.sequence, write(contextTag(0), write(TAG.sequence, ...parts)))

test.each([
  ['100 kB', Buffer.concat([leaf.certificate.der, Buffer.alloc(100_000)]), 'too_large'],
  [
    '3000 alternative names',
    withExtension(altNames(times(3000, (index) => dns(`a${index}.example`)))),
    'too_many',
  ],
  ['no alternative name', withExtension(altNames([])), 'bad_extension'],
  [
    'an alternative name with a space',
    withExtension(altNames([dns('a example')])),
    'bad_extension',
  ],
  [
    'an alternative name that is not ASCII',
    withExtension(altNames([dns('ä.example')])),
    'bad_extension',
  ],
  ['an address of five octets', withExtension(altNames([ip(1, 2, 3, 4, 5)])), 'bad_extension'],
  [
    'an alternative name of no kind',
    withExtension(altNames([write(0x89, Buffer.of(1))])),
    'bad_extension',
  ],
  [
    '101 extensions',
    reshape(leaf, root, {
      extensions: () =>
        times(101, (index) =>
          write(TAG.sequence, writeOid(`1.2.${index}`), write(TAG.octetString)),
        ),
    }),
    'too_many',
  ],
  [
    'an extension without a value',
    reshape(leaf, root, { extensions: () => [write(TAG.sequence, writeOid('1.2.3'))] }),
    'bad_extension',
  ],
  [
    'bytes after the value of an extension',
    withExtension(extension(EXTENSION.subjectKeyId, hex('0401010500'))),
    'trailing_bytes',
  ],
  [
    'a key identifier that is a number',
    withExtension(extension(EXTENSION.subjectKeyId, writeInteger(5))),
    'bad_extension',
  ],
  [
    'a negative path length',
    withExtension(extension(EXTENSION.basicConstraints, hex('30060101ff0201ff'))),
    'bad_extension',
  ],
  [
    '101 distribution points',
    withExtension(
      extension(
        EXTENSION.crlDistributionPoints,
        write(TAG.sequence, ...times(101, () => write(TAG.sequence))),
      ),
    ),
    'too_many',
  ],
  [
    'empty name constraints',
    withExtension(extension(EXTENSION.nameConstraints, write(TAG.sequence))),
    'bad_extension',
  ],
  [
    'name constraints with a maximum',
    withExtension(
      extension(EXTENSION.nameConstraints, subtree(dns('a'), write(0x81, Buffer.of(9)))),
    ),
    'bad_extension',
  ],
  [
    'a policy that comes twice',
    withExtension(
      extension(
        EXTENSION.certificatePolicies,
        write(TAG.sequence, ...times(2, () => write(TAG.sequence, writeOid('1.2.3')))),
      ),
    ),
    'bad_extension',
  ],
  ['a NUL in a name of two octets', withName(attribute(0x1e, hex('00410000'))), 'bad_name'],
  ['an impossible character', withName(attribute(0x1c, hex('00110000'))), 'bad_name'],
  ['an overlong zero in UTF-8', withName(attribute(TAG.utf8String, hex('61c08062'))), 'bad_name'],
  ['an empty part of a name', withName(write(TAG.set)), 'bad_name'],
  [
    'a serial number of 65 octets',
    reshape(leaf, root, { serial: write(TAG.integer, Buffer.alloc(65, 0x11)) }),
    'bad_number',
  ],
  ['version 4', reshape(leaf, root, { version: 3 }), 'structure'],
  ['a key without algorithm', reshape(leaf, root, { publicKey: write(TAG.sequence) }), 'structure'],
  [
    '30 February',
    reshape(leaf, root, {
      validity: write(
        TAG.sequence,
        ...['310230000000Z', '320101000000Z'].map((text) => write(TAG.utcTime, Buffer.from(text))),
      ),
    }),
    'bad_time',
  ],
  [
    'a time of another zone',
    reshape(leaf, root, {
      validity: write(
        TAG.sequence,
        ...['310101000000+0100', '320101000000Z'].map((text) =>
          write(TAG.utcTime, Buffer.from(text)),
        ),
      ),
    }),
    'bad_time',
  ],
  [
    'a signature of seven bits',
    write(
      TAG.sequence,
      leaf.certificate.signedDer,
      write(TAG.sequence, writeOid('1.2.840.10045.4.3.2')),
      write(TAG.bitString, hex('0180')),
    ),
    'structure',
  ],
])('a certificate is refused for %s', (_what, der, reason) => {
  expect(() => certificateFromDer(der)).toThrow(
    expect.objectContaining({ code: 'unreadable', reason }),
  )
})

/** SubjectPublicKeyInfos that say nonsense about their key. */
const spki = (oid: string, parameters: Uint8Array, key: Uint8Array) =>
  write(TAG.sequence, write(TAG.sequence, writeOid(oid), parameters), writeBitString(key))
const rsa = (modulus: Uint8Array, exponent: Uint8Array) =>
  spki('1.2.840.113549.1.1.1', write(TAG.null), write(TAG.sequence, modulus, exponent))
const EC = '1.2.840.10045.2.1'

test.each([
  ['RSA without numbers', rsa(new Uint8Array(), new Uint8Array()), { type: 'unknown', bits: 0 }],
  ['a negative modulus', rsa(hex('0201ff'), writeInteger(3)), { type: 'unknown', bits: 0 }],
  [
    'garbage for RSA',
    spki('1.2.840.113549.1.1.1', write(TAG.null), hex('ffff')),
    { type: 'unknown', bits: 0 },
  ],
  [
    'a curve given by its numbers',
    spki(EC, write(TAG.sequence, writeInteger(1)), hex('0400')),
    { type: 'EC', bits: 0 },
  ],
  [
    'a curve nobody knows',
    spki(EC, writeOid('1.2.3.4'), hex('0400')),
    { type: 'EC', bits: 0, curve: '1.2.3.4' },
  ],
  [
    'an algorithm nobody knows',
    spki('1.2.3.4', write(TAG.null), hex('00')),
    { type: 'unknown', bits: 0 },
  ],
  [
    'RSA 16384',
    rsa(write(TAG.integer, Buffer.alloc(2048, 0x7f)), writeInteger(65_537)),
    { type: 'RSA', bits: 16_383 },
  ],
])(
  'a key is described without computing with it, and refused: %s',
  (_what, publicKey, described) => {
    const target = certificateFromDer(reshape(leaf, root, { publicKey }))
    expect(target.key).toMatchObject(described)
    const pool = indexSubjects({ anchors: [root.certificate], intermediates: [] })
    const verdict = validatePath({ target, at }, pool)
    expect(verdict.failed.map(({ rule }) => rule)).toEqual(['strong_key'])
  },
)

test('an issuer with a monstrous public exponent is not computed with', () => {
  const publicKey = rsa(
    write(TAG.integer, Buffer.alloc(384, 0x7f)),
    write(TAG.integer, Buffer.alloc(384, 0x77)),
  )
  const monster = certificateFromDer(reshape(root, root, { publicKey }))
  const pool = indexSubjects({ anchors: [monster], intermediates: [] })
  const verdict = validatePath({ target: leaf.certificate, at }, pool)
  expect(verdict.failed.map(({ rule }) => rule)).toContain('signature')
})

test('comparisons of names with constraints are limited', async () => {
  const bases = times(500, (index) => dns(`base${index}.example`))
  const names = times(500, (index) => dns(`name${index}.example`))
  const authority = await make('middle', root, {
    furtherExtensions: [nameConstraints({ excluded: bases })],
  })
  const { certificate: target } = await leafBelow(authority, {
    furtherExtensions: [altNames(names)],
  })
  const pool = indexSubjects({
    anchors: [root.certificate],
    intermediates: [authority.certificate],
  })
  expect(validatePath({ target, at }, pool).failed).toMatchObject([
    { rule: 'name_constraints', detail: 'too many names under too many constraints' },
  ])
})

test('a bundle of a thousand certificates, and one nested without end, are refused at once', () => {
  const refuse = () => {
    const thousand = encodePkcs7(times(1000, () => leaf.certificate))
    expect(() => readPkcs7(thousand)).toThrow(expect.objectContaining({ reason: 'too_many' }))
    const endless = Buffer.alloc(1_000_000, hex('3080'))
    expect(() => readCertificates(endless)).toThrow(expect.objectContaining({ code: 'unreadable' }))
  }
  // Generous: both take a few milliseconds.
  expect(cpuMsOf(refuse)).toBeLessThan(1000)
})

test('names in any script survive, and are the same however they are written', async () => {
  const names = ['Ζεύς', 'بنك الشمال', 'उत्तर बैंक', '北銀行', 'Ünïted', '😀 Bank']
  for (const name of names) {
    const { certificate } = await make('any', undefined, { subject: { O: name, CN: name } })
    expect(certificate).toMatchObject({ organization: name, commonName: name })
  }
})

test('the strict policy is data that nobody can have changed by accident', () => {
  expect(STRICT_POLICY.limits).toEqual({ length: 8, steps: 2000, signatures: 1000, paths: 100 })
})
