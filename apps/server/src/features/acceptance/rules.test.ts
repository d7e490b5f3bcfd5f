import { expect, test } from 'vitest'
import { judgeCertificate, judgeOfPolicy, judgePartner, judgePolicy, type Check } from './rules.ts'

const now = new Date('2026-11-30T12:00:00Z')
const before = new Date('2026-11-30T11:59:59Z')
const after = new Date('2026-11-30T12:00:01Z')

/** The checks that did not pass, with why. */
const findings = (checks: readonly Check[]) =>
  checks.flatMap(({ check, outcome, reason }) =>
    outcome === 'passed' ? [] : [`${check}: ${reason ?? outcome}`],
  )

test.each([
  ['approved', true, []],
  ['Activated', true, []],
  ['approved', false, ['partner_active: deactivated']],
  ['InProgress', false, ['partner_approved: not_approved', 'partner_active: not_approved']],
  ['rejected', false, ['partner_approved: rejected', 'partner_active: deactivated']],
])('a partner that is %s, active: %s', (approvalStatus, isActive, expected) => {
  expect(findings(judgePartner({ approvalStatus, isActive }))).toEqual(expected)
})

test('a certificate is there, in date and not revoked', () => {
  const fine = { notBefore: before, notAfter: after, isRevoked: false }
  const judge = (changes: Partial<typeof fine>) =>
    findings(judgeCertificate({ ...fine, ...changes }, now))
  expect(judge({})).toEqual([])
  expect(judge({ notBefore: now, notAfter: now })).toEqual([])
  expect(judge({ notBefore: after })).toEqual(['certificate_in_date: not_begun'])
  expect(judge({ notAfter: before })).toEqual(['certificate_in_date: expired'])
  expect(judge({ isRevoked: true })).toEqual(['certificate_not_revoked: revoked'])
  expect(findings(judgeCertificate(undefined, now))).toEqual([
    'certificate_present: missing',
    'certificate_in_date: not_reached',
    'certificate_not_revoked: not_reached',
  ])
})

test('a policy is published, in date and approved for the partner', () => {
  const fine = { policySchema: 'schema', isActive: true, validToDate: after }
  type Policy = NonNullable<Parameters<typeof judgePolicy>[0]>
  const judge = (changes: Partial<Policy>, states = ['approved']) =>
    findings(judgePolicy({ ...fine, ...changes }, states, now))
  expect(judge({})).toEqual([])
  expect(judge({ validToDate: now })).toEqual([])
  expect(judge({ isActive: false })).toEqual(['policy_published: deactivated'])
  expect(judge({ isActive: false, policySchema: null })).toEqual(['policy_published: draft'])
  expect(judge({ validToDate: before })).toEqual(['policy_in_date: expired'])
  expect(judge({}, [])).toEqual(['request_approved: missing'])
  expect(judge({}, ['rejected'])).toEqual(['request_approved: rejected'])
  expect(judge({}, ['rejected', 'InProgress'])).toEqual(['request_approved: waiting'])
  expect(judge({}, ['rejected', 'approved', 'InProgress'])).toEqual([])
  expect(findings(judgePolicy(undefined, ['approved'], now))).toEqual([
    'policy_published: gone',
    'policy_in_date: not_reached',
    'request_approved: not_reached',
  ])
})

test('a key is for the policy that is meant, if any is', () => {
  expect(findings([judgeOfPolicy('key_of_policy', 'one', null)])).toEqual([])
  expect(findings([judgeOfPolicy('key_of_policy', 'one', 'one')])).toEqual([])
  expect(findings([judgeOfPolicy('client_of_policy', 'one', 'two')])).toEqual([
    'client_of_policy: other_policy',
  ])
})
