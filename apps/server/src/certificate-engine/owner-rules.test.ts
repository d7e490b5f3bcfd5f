import { Failure } from '@pmp/contract'
import { buildPath, type Certificate } from '@pmp/x509'
import { createTestAuthority, type TestAuthority } from '@pmp/x509/test-authority'
import { beforeAll, describe, expect, test } from 'vitest'
import { dayMs } from '../durations.ts'
import { ownerRules } from './accept-certificate.ts'
import { accept, judge } from './acceptance.ts'
import type { OwnerEvidence } from './rules.ts'

const now = new Date('2031-03-10T12:00:00Z')
let authority: TestAuthority
let leaf: Certificate

beforeAll(async () => {
  authority = await createTestAuthority({ now })
  leaf = (await authority.issueLeaf({ organization: 'North Bank' })).certificate
})

function evidenceOf(certificate: Certificate, changes: Partial<OwnerEvidence> = {}) {
  const path = buildPath({
    target: certificate,
    anchors: [authority.root.certificate],
    intermediates: [authority.intermediate.certificate],
    at: changes.now ?? now,
  })
  return {
    certificate,
    now,
    path,
    isRevoked: false,
    organizationName: 'North Bank',
    statedName: undefined,
    years: 1,
    graceDays: 30,
    signatureAlgorithms: ['SHA256withRSA'],
    ...changes,
  }
}

/** The code with which the rules refuse a leaf that differs so, or null. */
function outcome(
  differences: Partial<Certificate>,
  changes: Partial<OwnerEvidence> = {},
): string | null {
  const certificate = { ...leaf, ...differences }
  try {
    accept(ownerRules, { ...evidenceOf(leaf, changes), certificate })
    return null
  } catch (error) {
    if (error instanceof Failure) return error.code
    throw error
  }
}

const daysFromNow = (days: number, ms = 0) => new Date(now.getTime() + days * dayMs + ms)

describe('a partner certificate', () => {
  test.each([
    ['accepts an ordinary leaf', {}, null],
    ['refuses a serial number of 51 digits', { serialNumber: '9'.repeat(51) }, 'KER-PCM-001'],
    ['accepts one of 50 digits', { serialNumber: '9'.repeat(50) }, null],
    ['refuses PEM of more than 60 kB', { pem: 'x'.repeat(60_001) }, 'KER-PCM-001'],
    ['refuses one that starts tomorrow', { notBefore: daysFromNow(1) }, 'KER-PMS-020'],
    ['refuses one that starts later today', { notBefore: daysFromNow(0, 1000) }, 'KER-PCM-004'],
    ['refuses one that ended a second ago', { notAfter: daysFromNow(0, -1000) }, 'KER-PCM-004'],
    ['accepts one with exactly 335 whole days left', { notAfter: daysFromNow(335) }, null],
    ['refuses one a second short of 335', { notAfter: daysFromNow(335, -1000) }, 'KER-KMS-021'],
    ['refuses a self-signed one', { isSelfSigned: true }, 'KER-PCM-015'],
    ['refuses version 1', { version: 1 as const }, 'KER-PCM-007'],
    ['refuses another organisation', { organization: 'South Bank' }, 'KER-PCM-008'],
    ['refuses the organisation in another case', { organization: 'NORTH BANK' }, 'KER-PCM-008'],
    ['refuses a blank after the organisation', { organization: 'North Bank ' }, 'KER-PCM-008'],
    ['refuses RSA 2047', { key: { type: 'RSA', bits: 2047 } }, 'KER-PCM-013'],
    ['accepts RSA 2048', { key: { type: 'RSA', bits: 2048 } }, null],
    ['accepts a small key of another kind', { key: { type: 'EC', bits: 256 } }, null],
    ['refuses SHA-1', { signatureAlgorithm: 'SHA1withRSA' }, 'KER-PCM-014'],
    ['accepts the algorithm in any case', { signatureAlgorithm: 'sha256WITHrsa' }, null],
  ])('%s', (_, differences, code) => {
    expect(outcome(differences)).toBe(code)
  })

  test('refuses a name that the store cannot keep', () => {
    const subject = { ...leaf.subject, formatted: `CN=${'x'.repeat(500)}` }
    expect(outcome({ subject })).toBe('KER-PCM-001')
  })

  test('refuses one without organisation', () => {
    const { organization: _, ...anonymous } = leaf
    expect(() => accept(ownerRules, { ...evidenceOf(leaf), certificate: anonymous })).toThrow(
      'organization_differs',
    )
  })

  test('refuses an issuer that is not in the trust store', async () => {
    const stranger = await createTestAuthority({ now })
    const { certificate } = await stranger.issueLeaf({ organization: 'North Bank' })
    expect(judge(ownerRules, evidenceOf(certificate)).filter(({ passed }) => !passed)).toEqual([
      { rule: 'issuer_trusted', passed: false, failureCode: 'KER-PCM-006', details: {} },
    ])
  })

  test('refuses what is revoked as it refuses a missing issuer, and says so', () => {
    const judged = judge(ownerRules, evidenceOf(leaf, { isRevoked: true }))
    expect(judged.filter(({ passed }) => !passed)).toEqual([
      { rule: 'not_revoked', passed: false, failureCode: 'KER-PCM-006', details: {} },
    ])
  })

  test('asks for 315 days when the grace is longer than the life', () => {
    expect(outcome({ notAfter: daysFromNow(314) }, { graceDays: 400 })).toBe('KER-KMS-021')
    expect(outcome({ notAfter: daysFromNow(315) }, { graceDays: 400 })).toBe(null)
  })

  test('tells the first broken rule when several are', () => {
    expect(outcome({ version: 1, organization: 'South Bank', isSelfSigned: true })).toBe(
      'KER-PCM-015',
    )
  })
})
