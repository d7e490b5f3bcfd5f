import { sign } from 'node:crypto'
import { expect, test } from 'vitest'
import { TAG, readChildren, readWhole } from '../asn1.ts'
import { write, writeInteger, writeTime } from '../asn1-write.ts'
import { reshapeCrl } from '../corpus/reshape.ts'
import { unknownExtension } from '../corpus/encode.ts'
import { STRICT_POLICY } from '../path/path-policy.ts'
import { indexSubjects } from '../path/trust-source.ts'
import { validatePath } from '../path/validate-path.ts'
import { at, leafBelow, make, year } from '../path-scenes.ts'
import { encodePem } from '../pem.ts'
import { X509Error } from '../x509-error.ts'
import { REVOCATION_REASONS, readCrl } from './crl.ts'
import { issueCrl } from './issue-crl.ts'
import { crlFlaw } from './judge-revocation.ts'

const root = await make('root', undefined, { keyUsage: ['keyCertSign', 'cRLSign'] })
const revokedAt = new Date('2031-02-03T04:05:06Z')
const order = {
  issuer: root.certificate,
  signingKey: root.key.privateKey,
  thisUpdate: year(2031),
  nextUpdate: year(2032),
  crlNumber: 300n,
  revoked: [],
  signatureAlgorithm: 'SHA256withECDSA',
}

test('what is issued is read again, with every reason', async () => {
  const reasons = REVOCATION_REASONS.flatMap((reason) => reason ?? [])
  const revoked = reasons.map((reason, index) => ({
    serialNumber: String(2n ** 150n + BigInt(index)),
    revokedAt,
    reason,
  }))
  const crl = await issueCrl({ ...order, revoked })
  expect(crl).toMatchObject({
    version: 2,
    thisUpdate: year(2031),
    nextUpdate: year(2032),
    crlNumber: 300n,
    authorityKeyId: root.certificate.subjectKeyId,
    isDelta: false,
    signatureAlgorithm: 'SHA256withECDSA',
    criticalExtensions: [],
  })
  expect(crl.issuer.der).toEqual(root.certificate.subjectDer)
  expect([...crl.revoked.values()]).toEqual(revoked)
  expect(readCrl(encodePem('X509 CRL', crl.der))).toEqual(crl)
  expect(crlFlaw(crl, root.certificate, at)).toBeUndefined()
})

test('an empty list has no list of entries', async () => {
  expect((await issueCrl(order)).revoked.size).toBe(0)
})

test('a device that only hands out signatures can sign a list', async () => {
  const device = async (tbs: Uint8Array) => sign('sha256', tbs, root.key.privateKey)
  const crl = await issueCrl({ ...order, signingKey: device })
  expect(crlFlaw(crl, root.certificate, at)).toBeUndefined()
})

test('nobody issues lists that readers would refuse', async () => {
  const other = await make('other')
  const wrongKey = issueCrl({ ...order, signingKey: other.key.privateKey })
  await expect(wrongKey).rejects.toMatchObject({ code: 'unsuitable_key' })
  const noRight = issueCrl({ ...order, issuer: other.certificate })
  await expect(noRight).rejects.toMatchObject({ code: 'unsuitable_key' })
  const backwards = issueCrl({ ...order, nextUpdate: year(2030) })
  await expect(backwards).rejects.toMatchObject({ code: 'contradictory_order' })
})

test('both ends of the period of a list are inclusive', async () => {
  const crl = await issueCrl(order)
  const flaws = [year(2031), year(2032)].map((instant) => crlFlaw(crl, root.certificate, instant))
  expect(flaws).toEqual([undefined, undefined])
  expect(crlFlaw(crl, root.certificate, new Date(year(2031).getTime() - 1))).toContain('begins')
  expect(crlFlaw(crl, root.certificate, new Date(year(2032).getTime() + 1))).toContain('ended')
})

test.each([
  ['all', 'no revocation list of its issuer is known'],
  ['target', 'no revocation list of its issuer is known'],
  ['where_known', undefined],
] as const)('without any list, asking for %s', async (require, detail) => {
  const { certificate: target } = await leafBelow(root)
  const find = indexSubjects({ anchors: [root.certificate], intermediates: [] })
  const verdict = validatePath({ target, at, revocation: { crls: [], require } }, find)
  expect(verdict.failed.map((check) => check.detail)).toEqual(detail === undefined ? [] : [detail])
})

test('a list that does not count is refused even where none is asked for', async () => {
  const { certificate: target } = await leafBelow(root)
  const find = indexSubjects({ anchors: [root.certificate], intermediates: [] })
  const odd = readCrl(reshapeCrl(await issueCrl(order), root, unknownExtension(true)))
  const revocation = { crls: [odd], require: 'where_known' as const }
  const verdict = validatePath({ target, at, revocation }, find)
  expect(verdict.failed).toMatchObject([
    { rule: 'not_revoked', detail: 'critical extension 2.5.29.127 of the list' },
  ])
})

const entry = (...parts: Uint8Array[]) =>
  write(TAG.sequence, writeInteger(5), writeTime(revokedAt), ...parts)
const valid = await issueCrl({
  ...order,
  revoked: [{ serialNumber: '1', revokedAt, reason: 'unspecified' }],
})

/** The list with other entries; its signature no longer fits, which reading does not ask. */
function withEntries(...entries: Uint8Array[]): Uint8Array {
  const [tbs, ...rest] = readChildren(readWhole(valid.der))
  const fields = readChildren(tbs ?? readWhole(valid.der)).map(({ bytes }) => bytes)
  const changed = write(TAG.sequence, ...fields.toSpliced(5, 1, write(TAG.sequence, ...entries)))
  return write(TAG.sequence, changed, ...rest.map(({ bytes }) => bytes))
}

test.each([
  ['nothing', new Uint8Array(), 'cut_short'],
  ['a certificate', root.certificate.der, 'structure'],
  ['a list cut short', valid.der.subarray(0, -1), 'cut_short'],
  ['bytes after a list', Buffer.concat([valid.der, Uint8Array.of(0)]), 'trailing_bytes'],
  ['an entry without a date', withEntries(write(TAG.sequence, writeInteger(5))), 'structure'],
  [
    'an unknown reason',
    withEntries(entry(Buffer.from('300c300a0603551d1504030a0107', 'hex'))),
    'bad_extension',
  ],
  [
    'more than 50 000 entries',
    withEntries(...Array.from({ length: 50_001 }, () => entry())),
    'too_many',
  ],
  ['nine megabytes', Buffer.alloc(9 * 1024 * 1024), 'too_large'],
  ['text', 'no list', 'not_text'],
] as const)('refuses %s as unreadable', (_what, source, reason) => {
  expect(() => readCrl(source)).toThrow(expect.objectContaining({ code: 'unreadable', reason }))
})

test('any single byte changed gives a list or the one error, and never a valid signature', () => {
  const outcomes = Array.from(valid.der, (byte, place) => {
    try {
      const changed = readCrl(Buffer.from(valid.der).fill(byte ^ 0x15, place, place + 1))
      return crlFlaw(changed, root.certificate, at) === undefined ? 'counts' : 'flawed'
    } catch (error) {
      return error instanceof X509Error ? error.code : error
    }
  })
  expect(new Set(outcomes)).toEqual(new Set(['flawed', 'unreadable']))
})

test('a list without an end never counts', async () => {
  const [tbs, ...rest] = readChildren(readWhole(valid.der))
  const fields = readChildren(tbs ?? readWhole(valid.der)).map(({ bytes }) => bytes)
  const endless = write(
    TAG.sequence,
    write(TAG.sequence, ...fields.toSpliced(4, 1)),
    ...rest.map(({ bytes }) => bytes),
  )
  expect(readCrl(endless).nextUpdate).toBeUndefined()
  expect(crlFlaw(readCrl(endless), root.certificate, at)).toContain('does not say')
})

test.each(['leaf', 'middle', 'root'] as const)('a mark on the %s breaks the path', async (name) => {
  const middle = await make('middle', root)
  const leaf = await leafBelow(middle)
  const path = { leaf, middle, root }
  const policy = { ...STRICT_POLICY, anchor: [...STRICT_POLICY.anchor, 'not_revoked' as const] }
  const find = indexSubjects({
    anchors: [root.certificate],
    intermediates: [middle.certificate],
  })
  const { certificate } = path[name]
  const marked = new Map([
    [certificate.thumbprintSha256, { revokedAt, reason: 'keyCompromise' as const }],
  ])
  const validate = (marks: typeof marked) =>
    validatePath(
      {
        target: leaf.certificate,
        at,
        policy,
        revocation: { crls: [], require: 'where_known', marked: marks },
      },
      find,
    )
  expect(validate(marked).failed).toMatchObject([
    {
      rule: 'not_revoked',
      subject: certificate.subject.formatted,
      detail: 'revoked at 2031-02-03T04:05:06.000Z: keyCompromise',
    },
  ])
  expect(validate(new Map()).ok).toBe(true)
})

test('a root that is the target itself is judged by its mark', () => {
  const find = indexSubjects({ anchors: [root.certificate], intermediates: [] })
  const marked = new Map([
    [root.certificate.thumbprintSha256, { revokedAt, reason: 'superseded' as const }],
  ])
  const revocation = { crls: [], require: 'all' as const }
  const ask = { target: root.certificate, at }
  expect(validatePath({ ...ask, revocation }, find).ok).toBe(true)
  expect(validatePath({ ...ask, revocation: { ...revocation, marked } }, find).ok).toBe(false)
})
