import { Failure } from '@pmp/contract'
import { issueCrl, type Certificate, type Crl } from '@pmp/x509'
import { createTestAuthority, type TestAuthority } from '@pmp/x509/test-authority'
import { beforeAll, describe, expect, test } from 'vitest'
import { authorityKeyOf, isRevoked } from '../../certificate-engine/revocation.ts'
import { hourMs } from '../../durations.ts'
import { checkMayFetch, isPublic } from './allowed-address.ts'
import { checkIsNotOlder, checkList } from './rules.ts'

const now = new Date('2031-03-10T12:00:00Z')
const hour = (hours: number) => new Date(now.getTime() + hours * hourMs)
let authority: TestAuthority
let leaf: Certificate
let list: Crl

/** The name of the failure with which a rule refuses, or null. */
function refusalOf(rule: () => unknown): string | null {
  try {
    rule()
    return null
  } catch (error) {
    if (error instanceof Failure) return error.failure
    throw error
  }
}

function listOf(changes: Partial<Parameters<typeof issueCrl>[0]> = {}) {
  return issueCrl({
    issuer: authority.intermediate.certificate,
    signingKey: authority.intermediate.privateKey,
    thisUpdate: hour(-1),
    nextUpdate: hour(1),
    crlNumber: 7n,
    revoked: [{ serialNumber: leaf.serialNumber, revokedAt: hour(-1), reason: 'superseded' }],
    ...changes,
  })
}

beforeAll(async () => {
  authority = await createTestAuthority({ now })
  leaf = (await authority.issueLeaf()).certificate
  list = await listOf()
})

describe('a revocation list of an authority', () => {
  test('counts while it is in date', () => {
    expect(checkList(list, authority.intermediate.certificate, now)).toMatchObject({
      nextUpdate: hour(1),
    })
  })

  test.each([
    ['before it begins', -2],
    ['after it ended', 2],
  ])('does not count %s', (_, hours) => {
    expect(() => checkList(list, authority.intermediate.certificate, hour(hours))).toThrow(
      'crl_not_current',
    )
  })

  test('does not count for another authority, nor for one of that name with another key', () => {
    const { root, intermediate } = authority
    expect(() => checkList(list, root.certificate, now)).toThrow('crl_not_accepted')
    const renamed = { ...root.certificate, subject: intermediate.certificate.subject }
    expect(() => checkList(list, renamed, now)).toThrow('crl_not_accepted')
  })

  test.each(['onlyUserCerts', 'onlyCaCerts', 'onlyAttributeCerts'] as const)(
    'does not count when it covers a part: %s',
    (part) => {
      const distributionPoint = {
        isNamed: false,
        uris: [],
        onlyUserCerts: false,
        onlyCaCerts: false,
        onlyAttributeCerts: false,
        isForSomeReasons: false,
        isIndirect: false,
        [part]: true,
      }
      const partial = { ...list, distributionPoint }
      expect(() => checkList(partial, authority.intermediate.certificate, now)).toThrow(
        'crl_not_accepted',
      )
    },
  )

  test.each([
    ['a smaller number', { crlNumber: '8', thisUpdate: hour(-5) }, true],
    ['the same number', { crlNumber: '7', thisUpdate: hour(-5) }, false],
    ['a greater number', { crlNumber: '6', thisUpdate: hour(0) }, false],
    ['no number before and an earlier date', { crlNumber: null, thisUpdate: hour(0) }, true],
    ['no number before and the same date', { crlNumber: null, thisUpdate: hour(-1) }, false],
    ['no list before', { crlNumber: null, thisUpdate: null }, false],
  ])('with %s', (_, stored, isOlder) => {
    expect(refusalOf(() => checkIsNotOlder(list, stored))).toBe(isOlder ? 'crl_older' : null)
  })

  test('names certificates by issuer and serial number', async () => {
    const other = (await authority.issueLeaf()).certificate
    expect(isRevoked(leaf, { crls: [list], require: 'where_known' })).toBe(true)
    expect(isRevoked(other, { crls: [list], require: 'where_known' })).toBe(false)
    const strange = { ...leaf, issuer: authority.root.certificate.issuer }
    expect(isRevoked(strange, { crls: [list], require: 'where_known' })).toBe(false)
  })
})

test('who signs lists is told by name and key', async () => {
  const { root, intermediate } = authority
  const other = await createTestAuthority({ now })
  const keys = [root, intermediate, other.root].map(({ certificate }) =>
    authorityKeyOf(certificate),
  )
  expect(new Set(keys).size).toBe(3)
  expect(authorityKeyOf({ ...root.certificate, notAfter: now })).toBe(keys[0])
})

describe('an address to fetch a list from', () => {
  test.each([
    ['http://crl.example/ca.crl', [], true],
    ['https://crl.example/ca.crl', [], true],
    ['https://93.184.216.34/ca.crl', [], true],
    ['https://[2606:2800:220:1::1]/ca.crl', [], true],
    ['ftp://crl.example/ca.crl', [], false],
    ['file:///etc/passwd', [], false],
    ['no address', [], false],
    ['http://user:secret@crl.example/ca.crl', [], false],
    ['http://crl.example:8080/ca.crl', [], false],
    ['http://127.0.0.1/ca.crl', [], false],
    ['http://2130706433/ca.crl', [], false],
    ['http://0x7f.1/ca.crl', [], false],
    ['http://[::1]/ca.crl', [], false],
    ['http://[::ffff:10.0.0.1]/ca.crl', [], false],
    ['http://169.254.169.254/latest/meta-data', [], false],
    ['http://pki.internal/ca.crl', ['pki.internal'], true],
    ['http://PKI.internal/ca.crl', ['Pki.Internal'], true],
    ['http://pki.internal:8080/ca.crl', ['pki.internal:8080'], true],
    ['http://127.0.0.1:8080/ca.crl', ['127.0.0.1:8080'], true],
    ['http://127.0.0.1:8081/ca.crl', ['127.0.0.1:8080'], false],
    ['https://crl.example/ca.crl', ['pki.internal'], false],
  ])('%s with %o is taken: %s', (address, hosts, isTaken) => {
    const refusal = refusalOf(() => checkMayFetch(address, hosts))
    expect(refusal).toBe(isTaken ? null : 'crl_url_not_allowed')
  })

  test.each([
    ['8.8.8.8', true],
    ['10.1.2.3', false],
    ['172.16.0.1', false],
    ['192.168.1.1', false],
    ['100.64.0.1', false],
    ['0.0.0.0', false],
    ['224.0.0.1', false],
    ['255.255.255.255', false],
    ['2606:4700::1111', true],
    ['::', false],
    ['::1', false],
    ['fe80::1', false],
    ['fc00::1', false],
    ['::ffff:8.8.8.8', false],
    ['64:ff9b::808:808', false],
    ['2002:7f00:1::', false],
    ['crl.example', false],
  ])('%s is public: %s', (address, expected) => {
    expect(isPublic(address)).toBe(expected)
  })
})
