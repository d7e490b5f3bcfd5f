import { expect, test } from 'vitest'
import { stepsOf } from './steps-of.ts'

const required = ['AUTH_PARTNER', 'CREDENTIAL_PARTNER']
const newcomer = {
  partnerType: 'Auth_Partner',
  hasCertificate: false,
  pendingRequests: 0,
  approvedRequests: 0,
  activeApiKeys: 0,
  activeLicences: 0,
}

function next(partner: typeof newcomer) {
  return stepsOf(partner, required, true).find(({ isDone }) => !isDone)
}

test('an authentication partner goes on to its API key, the others end where their way ends', () => {
  const ids = (partnerType: string) =>
    stepsOf({ ...newcomer, partnerType }, required, true).map(({ id }) => id)
  const toApproval = ['account', 'registration', 'certificate', 'request', 'approval']
  expect(ids('Auth_Partner')).toEqual([...toApproval, 'key'])
  expect(ids('Credential_Partner')).toEqual(toApproval)
  expect(ids('Device_Provider')).toEqual(['account', 'registration', 'certificate'])
})

test('a key is no step for those who may not generate one', () => {
  expect(stepsOf(newcomer, required, false).map(({ id }) => id)).not.toContain('key')
})

test.each([
  [{}, { id: 'certificate', actor: 'you' }],
  [{ hasCertificate: true }, { id: 'request', actor: 'you' }],
  [
    { hasCertificate: true, pendingRequests: 1 },
    { id: 'approval', actor: 'administrator' },
  ],
  [
    { hasCertificate: true, approvedRequests: 1 },
    { id: 'key', actor: 'you' },
  ],
])('after %j comes %j', (state, step) => {
  expect(next({ ...newcomer, ...state })).toMatchObject(step)
})

test('a MISP waits for its certificate, then makes its licence', () => {
  const misp = { ...newcomer, partnerType: 'MISP_Partner' }
  expect(next(misp)).toMatchObject({ id: 'sentCertificate', actor: 'administrator' })
  const active = { ...misp, hasCertificate: true }
  expect(next(active)).toMatchObject({ id: 'licence', actor: 'you' })
  expect(next({ ...active, activeLicences: 1 })).toBeUndefined()
})

test('nothing is next for who has arrived', () => {
  const arrived = { ...newcomer, hasCertificate: true, approvedRequests: 1, activeApiKeys: 2 }
  expect(next(arrived)).toBeUndefined()
})
