import { Failure } from '@pmp/contract'
import { describe, expect, test } from 'vitest'
import { checkOpen, decisionReason, wantedName } from './rules.ts'

function outcomeOf(work: () => unknown): unknown {
  try {
    return work()
  } catch (error) {
    if (error instanceof Failure) return error.failure
    throw error
  }
}

describe('the wanted name', () => {
  test.each([
    ['is kept to the letter', 'North Bank PLC', 'North Bank PLC'],
    ['loses blanks around it, which no certificate has', '  North Bank PLC ', 'North Bank PLC'],
    ['may differ in letter case only', 'North bank', 'North bank'],
    ['may not be the one of today', 'North Bank', 'organization_name_unchanged'],
    ['nor that with blanks', ' North Bank ', 'organization_name_unchanged'],
  ])('%s', (_, asked, outcome) => {
    expect(outcomeOf(() => wantedName(asked, 'North Bank'))).toBe(outcome)
  })
})

describe('a decision', () => {
  test.each([
    ['approves without a reason', 'approved', null, null],
    ['approves with one', 'approved', ' As registered ', 'As registered'],
    ['rejects with one', 'rejected', 'No such company', 'No such company'],
    ['does not reject without', 'rejected', undefined, 'rejection_reason_missing'],
    ['nor with blanks', 'rejected', '  ', 'rejection_reason_missing'],
  ] as const)('%s', (_, status, reason, outcome) => {
    expect(outcomeOf(() => decisionReason(status, reason))).toBe(outcome)
  })

  test.each([
    ['InProgress', undefined],
    ['approved', 'name_request_closed'],
    ['rejected', 'name_request_closed'],
    ['withdrawn', 'name_request_closed'],
  ])('is made once: %s', (status, outcome) => {
    expect(outcomeOf(() => checkOpen({ status }))).toBe(outcome)
  })
})
