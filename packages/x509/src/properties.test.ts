/** What must hold for whatever is generated, not only for the examples somebody thought of. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readChildren, readInteger, readOid, readTime, toHex } from './asn1.ts'
import { write, writeInteger, writeOid, writeTime } from './asn1-write.ts'
import { type Certificate, certificateFromDer, readCertificate } from './certificate.ts'
import { readCrl } from './crl/crl.ts'
import { readDer } from './der.ts'
import { comparableText, isSameName, writeName } from './names.ts'
import { indexSubjects } from './path/trust-source.ts'
import { validatePath } from './path/validate-path.ts'
import { type Made, at, leafBelow, make, year } from './path-scenes.ts'
import { encodePkcs7, readPkcs7 } from './pkcs7.ts'
import { readCertificates } from './read-certificates.ts'
import { X509Error } from './x509-error.ts'

/** Reads, and tells whether that ended in a value or in the one error. */
function survives(read: () => unknown): boolean {
  try {
    read()
    return true
  } catch (error) {
    return error instanceof X509Error && error.code === 'unreadable' && error.reason !== undefined
  }
}

const tree = fc.letrec<{ value: Uint8Array }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.bigInt({ min: 0n, max: 2n ** 400n }).map((number) => writeInteger(number)),
    fc.uint8Array({ maxLength: 300 }).map((bytes) => write(0x04, bytes)),
    fc.string({ maxLength: 50 }).map((text) => write(0x0c, Buffer.from(text, 'utf8'))),
    fc.array(tie('value'), { maxLength: 5 }).map((parts) => write(0x30, ...parts)),
    fc.array(tie('value'), { maxLength: 5 }).map((parts) => write(0xa3, ...parts)),
  ),
})).value

test('what is written as DER is read as it was', () => {
  fc.assert(
    fc.property(fc.array(tree, { maxLength: 6 }), (parts) => {
      const der = write(0x30, ...parts)
      const children = readChildren(readDer(der)).map(({ bytes }) => toHex(bytes))
      expect(children).toEqual(parts.map((part) => toHex(part)))
    }),
  )
})

test('numbers, identifiers and instants are read as they were written', () => {
  const arcs = fc.array(fc.bigInt({ min: 0n, max: 2n ** 60n }), { maxLength: 6 })
  const second = fc.integer({ min: Date.UTC(1950, 0) / 1000, max: Date.UTC(9999, 11) / 1000 })
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 2n ** 500n }), arcs, second, (number, more, seconds) => {
      expect(readInteger(readDer(writeInteger(number)))).toBe(number)
      const oid = ['1.2', ...more].join('.')
      expect(readOid(readDer(writeOid(oid).slice(0, 64 + 2)))).toBe(oid)
      const instant = new Date(seconds * 1000)
      expect(readTime(readDer(writeTime(instant)))).toEqual(instant)
    }),
  )
})

test('a value of DER has one encoding: whatever strict reading accepts, BER cannot vary', () => {
  fc.assert(
    fc.property(tree, fc.nat(), fc.integer({ min: 1, max: 255 }), (der, place, change) => {
      const changed = Buffer.from(der)
      const index = place % changed.length
      changed[index] = (changed[index] ?? 0) ^ change
      expect(survives(() => readDer(changed))).toBe(true)
    }),
  )
})

const root = await make('root')
const middle = await make('middle', root)
const leaf = await leafBelow(middle)
const real = [root, middle, leaf].map(({ certificate }) => certificate)
const readers: ((bytes: Uint8Array) => unknown)[] = [
  (bytes) => certificateFromDer(bytes),
  (bytes) => readPkcs7(bytes),
  (bytes) => readCrl(bytes),
  (bytes) => readCertificates(bytes),
  (bytes) => readCertificates(Buffer.from(bytes).toString('latin1')),
  (bytes) => readCertificate(Buffer.from(bytes).toString('latin1')),
]

test('arbitrary bytes end in a value or in the one error', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 500 }), fc.constantFrom(...readers), (bytes, read) => {
      expect(survives(() => read(bytes))).toBe(true)
    }),
    { numRuns: 500 },
  )
})

/** A few bytes replaced, a piece cut out, or a piece doubled. */
const mutation = fc.record({
  at: fc.nat(),
  length: fc.nat({ max: 40 }),
  bytes: fc.uint8Array({ maxLength: 8 }),
})
type Mutation = typeof mutation extends fc.Arbitrary<infer T> ? T : never

function mutate(der: Uint8Array, mutations: readonly Mutation[]): Uint8Array {
  let bytes = Buffer.from(der)
  for (const { at: place, length, bytes: put } of mutations) {
    const index = place % (bytes.length + 1)
    bytes = Buffer.concat([bytes.subarray(0, index), put, bytes.subarray(index + length)])
  }
  return bytes
}

test('mutated certificates end in a value or in the one error, and never in a valid path', () => {
  const find = indexSubjects({ anchors: [root.certificate], intermediates: [middle.certificate] })
  const mutations = fc.array(mutation, { minLength: 1, maxLength: 3 })
  fc.assert(
    fc.property(fc.constantFrom(...real), mutations, (certificate, changes) => {
      const changed = mutate(certificate.der, changes)
      expect(survives(() => certificateFromDer(changed))).toBe(true)
      if (Buffer.compare(changed, certificate.der) === 0) return
      expect(holds(() => certificateFromDer(changed))).toBe(false)
    }),
    { numRuns: 1000 },
  )
  function holds(read: () => Certificate): boolean {
    try {
      return validatePath({ target: read(), at }, find).ok
    } catch (error) {
      if (error instanceof X509Error) return false
      throw error
    }
  }
})

test('mutated bundles end in a value or in the one error', () => {
  const bundle = encodePkcs7(real)
  fc.assert(
    fc.property(fc.array(mutation, { minLength: 1, maxLength: 3 }), (changes) => {
      const changed = mutate(bundle, changes)
      expect(survives(() => readPkcs7(changed))).toBe(true)
      expect(survives(() => readCertificates(changed))).toBe(true)
    }),
  )
})

const word = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
const nameable = word.filter((text) => !text.includes('\0') && comparableText(text) !== '')

test('names are compared alike whatever the letter case and the spaces around', () => {
  fc.assert(
    fc.property(nameable, nameable, (O, CN) => {
      const name = writeName({ O, CN })
      expect(isSameName(name, writeName({ O: `  ${O} `, CN }))).toBe(true)
      expect(isSameName(name, writeName({ O: O.normalize('NFD'), CN }))).toBe(true)
      expect(isSameName(name, writeName({ O: `${O}x`, CN }))).toBe(false)
      expect(isSameName(name, writeName({ O, CN, L: 'x' }))).toBe(false)
    }),
  )
})

test('comparing is idempotent', () => {
  fc.assert(
    fc.property(word, (text) => {
      expect(comparableText(comparableText(text))).toBe(comparableText(text))
    }),
  )
})

/** A tree of authorities: each hangs below the one its number points to, some are cross-signed. */
const hierarchy = fc.record({
  parents: fc.array(fc.nat(), { minLength: 1, maxLength: 5 }),
  crosses: fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 3 }),
  leafParent: fc.nat(),
  order: fc.array(fc.nat(), { minLength: 12, maxLength: 12 }),
})
type Hierarchy = typeof hierarchy extends fc.Arbitrary<infer T> ? T : never

async function grow({ parents, crosses, leafParent }: Hierarchy) {
  const authorities: Made[] = [root]
  const pick = (number: number) => authorities[number % authorities.length] ?? root
  for (const [index, parent] of parents.entries()) {
    authorities.push(await make(`authority ${index}`, pick(parent)))
  }
  const crossed = await Promise.all(
    crosses.map(([who, by]) => make(pick(who).certificate.commonName ?? '', pick(by))),
  )
  const target = await leafBelow(pick(leafParent), { notAfter: year(2034) })
  return { target, pool: [...authorities.slice(1), ...crossed] }
}

/** The same list in another order. */
const shuffled = <T>(list: readonly T[], order: readonly number[]): T[] =>
  list
    .map((one, index) => ({ one, rank: order[index % order.length] ?? 0 }))
    .toSorted((left, right) => left.rank - right.rank)
    .map(({ one }) => one)

test('in every hierarchy a path is found, and the order of the pool does not matter', async () => {
  await fc.assert(
    fc.asyncProperty(hierarchy, async (drawn) => {
      const { target, pool } = await grow(drawn)
      const intermediates = pool.map(({ certificate }) => certificate)
      const ask = (given: Certificate[]) =>
        validatePath(
          { target: target.certificate, at },
          indexSubjects({ anchors: [root.certificate], intermediates: given }),
        )
      const verdict = ask(intermediates)
      expect(verdict).toMatchObject({ ok: true, failed: [] })
      expect(verdict.path.at(-1)).toBe(root.certificate)
      expect(ask(shuffled(intermediates, drawn.order)).path).toEqual(verdict.path)
      expect(ask(intermediates.toReversed()).path).toEqual(verdict.path)
      // The path alone holds too, at the same time and not before or after everything.
      expect(ask(verdict.path.slice(1, -1)).ok).toBe(true)
    }),
    { numRuns: 60 },
  )
})

const flaws: Readonly<Record<string, (made: Made) => Partial<Certificate>>> = {
  expired: () => ({ notAfter: year(2030) }),
  'from the future': () => ({ notBefore: year(2034) }),
  'no authority': () => ({ isCa: false }),
  'not allowed to sign': () => ({ keyUsage: ['cRLSign'] }),
  surprising: () => ({ criticalExtensions: ['1.2.3'] }),
  'with another key': ({ certificate }) => ({ key: { ...certificate.key, bits: 1 } }),
  'of version 1': () => ({ version: 1 }),
  'without a serial number': () => ({ serialNumber: '0' }),
}

test('in every hierarchy one flaw on the only path refuses it, in any order of the pool', async () => {
  const kind = fc.constantFrom(...Object.keys(flaws))
  const straight = fc.record({ length: fc.integer({ min: 1, max: 4 }), where: fc.nat(), kind })
  await fc.assert(
    fc.asyncProperty(straight, async ({ length, where, kind: flaw }) => {
      const ladder: Made[] = [root]
      for (let step = 1; step <= length; step += 1) {
        ladder.push(await make(`step ${step}`, ladder.at(-1)))
      }
      const { certificate: target } = await leafBelow(ladder.at(-1) ?? root)
      const wrong = 1 + (where % length)
      const pool = ladder.slice(1).map((made, index) => ({
        ...made.certificate,
        ...(index + 1 === wrong && flaws[flaw]?.(made)),
      }))
      const verdicts = [pool, pool.toReversed()].map((intermediates) =>
        validatePath({ target, at }, indexSubjects({ anchors: [root.certificate], intermediates })),
      )
      expect(verdicts.map(({ ok }) => ok)).toEqual([false, false])
      expect(verdicts[0]?.failed.some(({ position }) => position === length - wrong + 1)).toBe(true)
      expect(verdicts[1]?.failed).toEqual(verdicts[0]?.failed)
    }),
    { numRuns: 60 },
  )
})
