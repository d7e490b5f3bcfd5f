import {
  cancelRenewal,
  createPolicyGroup,
  listApiKeys,
  listRoles,
  readPartner,
  signUp,
} from '@pmp/contract'
import { describe, expect, test } from 'vitest'
import { caseOf, casesOf } from './endpoint-cases.ts'

const call = { method: 'GET', path: '/', isNobody: false, isStranger: false, status: 200 }
const refused = (errorCode: string) => ({ errors: [{ errorCode, message: '' }] })

describe('the cases of an endpoint', () => {
  test('follow from its declaration', () => {
    expect(casesOf(readPartner)).toEqual(['works', 'bad input', 'nobody', "someone else's"])
    expect(casesOf(createPolicyGroup)).toEqual(['works', 'bad input', 'nobody', 'without the role'])
    expect(casesOf(listRoles)).toEqual(['works', 'nobody'])
    expect(casesOf(signUp)).toEqual(['works', 'bad input'])
  })

  test.each([
    ['works', { ...call, body: { response: {}, errors: [] } }],
    ['bad input', { ...call, status: 400, body: refused('PMS_COR_001') }],
    [undefined, { ...call, body: refused('PMS_PRT_005') }],
    [undefined, { ...call, status: 404, body: { status: 404 } }],
    ['bad input', { ...call, status: 400, body: 'not JSON' }],
    ['nobody', { ...call, isNobody: true, status: 401, body: refused('KER-ATH-401') }],
    ['without the role', { ...call, status: 403, body: refused('KER-ATH-403') }],
    ["someone else's", { ...call, body: refused('PMS_PRT_055') }],
    [undefined, { ...call, status: 401, body: refused('KER-ATH-401') }],
    [undefined, { ...call, status: 405, body: { status: 405 } }],
  ])('are told from the answer: %s', (expected, answered) => {
    expect(caseOf(readPartner, answered)).toBe(expected)
  })

  test('what is hidden or left out is shown by a call as stranger, beside the missing role', () => {
    const all = ['works', 'bad input', 'nobody', "someone else's", 'without the role']
    expect(casesOf(cancelRenewal)).toEqual(all)
    expect(casesOf(listApiKeys)).toEqual(all)
    const hidden = { ...call, body: refused('PMS_PRT_005') }
    const strange = { ...call, isStranger: true }
    expect(caseOf(cancelRenewal, hidden)).toBe(undefined)
    expect(caseOf(cancelRenewal, { ...hidden, isStranger: true })).toBe("someone else's")
    expect(caseOf(cancelRenewal, { ...strange, body: {} })).toBe('works')
    expect(caseOf(listApiKeys, { ...strange, body: {} })).toBe("someone else's")
    expect(caseOf(listApiKeys, { ...strange, body: refused('KER-ATH-403') })).toBe(
      'without the role',
    )
  })

  test('bad input is also what the endpoint says of one of its fields', () => {
    const taken = { ...call, body: refused('PMS_POL_014') }
    expect(caseOf(createPolicyGroup, taken)).toBe('bad input')
    expect(caseOf(readPartner, taken)).toBe(undefined)
  })
})
