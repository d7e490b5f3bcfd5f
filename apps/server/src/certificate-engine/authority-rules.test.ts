import { Failure } from '@pmp/contract'
import { buildPath, type Certificate } from '@pmp/x509'
import { createTestAuthority, type TestAuthority } from '@pmp/x509/test-authority'
import { beforeAll, describe, expect, test } from 'vitest'
import { authorityRules } from './accept-certificate.ts'
import { accept } from './acceptance.ts'
import { checkCertificateId, trustDomain, type AuthorityEvidence } from './rules.ts'

const now = new Date('2031-02-28T12:00:00Z')
let authority: TestAuthority

beforeAll(async () => {
  authority = await createTestAuthority({ now })
})

function outcome(
  differences: Partial<Certificate>,
  changes: Partial<AuthorityEvidence> = {},
  isRootTrusted = true,
): string | null {
  const target = authority.intermediate.certificate
  const anchors = isRootTrusted ? [authority.root.certificate] : []
  const path = buildPath({ target, anchors, intermediates: [], at: now })
  const certificate = { ...target, ...differences }
  try {
    accept(authorityRules, {
      certificate,
      now,
      isTrustedAlready: false,
      isKeyWeak: false,
      minimumMonths: 12,
      path,
      isRevoked: false,
      isStrict: false,
      ...changes,
    })
    return null
  } catch (error) {
    if (error instanceof Failure) return error.code
    throw error
  }
}

describe('a CA certificate', () => {
  test.each([
    ['accepts an intermediate below a trusted root', {}, null],
    ['refuses one that starts tomorrow', { notBefore: new Date('2031-03-01') }, 'KER-PMS-020'],
    [
      'refuses one that starts later today',
      { notBefore: new Date('2031-02-28T13:00:00Z') },
      'KER-PCM-004',
    ],
    [
      'refuses an expired one',
      { notBefore: new Date('2020-01-01'), notAfter: new Date('2031-02-27') },
      'KER-PCM-004',
    ],
    [
      'refuses one that ends a day before twelve months are over',
      { notAfter: new Date('2032-02-27T23:59:59Z') },
      'KER-PCM-017',
    ],
    [
      'accepts one that ends on the day twelve months from today',
      { notAfter: new Date('2032-02-28T00:00:00Z') },
      null,
    ],
    ['refuses version 1', { version: 1 as const }, 'KER-PCM-007'],
    ['asks for no CA flag', { isCa: false }, null],
    [
      'refuses a name that the store cannot keep',
      { subject: { rdns: [], formatted: 'x'.repeat(501), der: new Uint8Array() } },
      'KER-PCM-001',
    ],
  ])('%s', (_, differences, code) => {
    expect(outcome(differences)).toBe(code)
  })

  test('is refused when the domain has it', () => {
    expect(outcome({}, { isTrustedAlready: true })).toBe('KER-PCM-003')
  })

  test('is refused without a root, unless it is one itself', () => {
    expect(outcome({}, {}, false)).toBe('KER-PCM-005')
    expect(outcome({ isSelfSigned: true }, {}, false)).toBe(null)
  })

  test('is refused when it or one above it is revoked, a root too', () => {
    expect(outcome({}, { isRevoked: true })).toBe('KER-PCM-005')
    expect(outcome({ isSelfSigned: true }, { isRevoked: true })).toBe('KER-PCM-005')
  })

  test.each([
    ['a root that is none', { isSelfSigned: true }, { path: { ok: false } }],
    ['what has no CA flag', { isCa: false }, {}],
    ['what may not sign certificates', { keyUsage: ['cRLSign'] }, {}],
  ])('is refused where RFC 5280 is asked for in full: %s', (_, differences, changes) => {
    expect(outcome(differences, { ...changes, isStrict: true })).toBe('KER-PCM-005')
    expect(outcome(differences, { ...changes, isStrict: false })).toBe(null)
  })

  test('is accepted where RFC 5280 is asked for in full and kept', () => {
    expect(outcome({}, { isStrict: true })).toBe(null)
  })

  test('counts months to the end of a shorter one', () => {
    const from31st = { now: new Date('2031-08-31T00:00:00Z'), minimumMonths: 6 }
    expect(outcome({ notAfter: new Date('2032-02-29T00:00:00Z') }, from31st)).toBe(null)
    expect(outcome({ notAfter: new Date('2032-02-28T00:00:00Z') }, from31st)).toBe('KER-PCM-017')
  })
})

describe('what is asked of the store', () => {
  test('a domain is known in any case and with blanks around it', () => {
    expect(trustDomain(' auth ', ['AUTH', 'FTM'])).toBe('AUTH')
    expect(trustDomain('ftm', [' Ftm '])).toBe('FTM')
    expect(() => trustDomain('BANK', ['AUTH'])).toThrow('domain_not_allowed')
  })

  test('an id has letters, digits and hyphens only', () => {
    expect(() => checkCertificateId('6f1d0c4e-AZ')).not.toThrow()
    for (const id of ['', 'a b', 'a/b', 'é', 'x'.repeat(37), 'a\n']) {
      expect(() => checkCertificateId(id)).toThrow('path_id_malformed')
    }
  })
})
