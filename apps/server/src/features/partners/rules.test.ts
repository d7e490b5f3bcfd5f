import { CallFailed, Failure, roles } from '@pmp/contract'
import { describe, expect, test } from 'vitest'
import type { Actor } from '../../context.ts'
import { mayIssueBelow } from './put-certificate-into-use.ts'
import {
  checkMayRegisterId,
  checkMayRegisterType,
  checkUsableGroup,
  isAdministeredType,
  readAdditionalInfo,
} from './rules.ts'

const actor = (...held: string[]): Actor => ({
  userName: 'north-bank',
  userId: null,
  standing: 'free',
  roles: held,
  email: undefined,
  claims: {},
  token: '',
  expiresAt: new Date(0),
})

function codeOf(check: () => unknown): string {
  try {
    check()
    return 'passes'
  } catch (error) {
    if (error instanceof Failure || error instanceof CallFailed) return error.code ?? 'no code'
    throw error
  }
}

describe('who may register what', () => {
  test.each([
    ['the own id', roles.authPartner, 'North-Bank', 'passes'],
    ["somebody else's id", roles.authPartner, 'south-bank', 'PMS_PRT_055'],
    ['any id as administrator', roles.partnerAdmin, 'south-bank', 'passes'],
  ])('%s', (_, role, id, outcome) => {
    expect(codeOf(() => checkMayRegisterId(actor(role), id))).toBe(outcome)
  })

  test.each([
    ['the type of the role', roles.ftmProvider, 'FTM_Provider', 'passes'],
    ['the type of another role', roles.ftmProvider, 'Auth_Partner', 'PMS_PRT_055'],
    ['any self-service type with an old general role', roles.pmsUser, 'Auth_Partner', 'passes'],
    ['no administered type with such a role', roles.pmsUser, 'ABIS_Partner', 'PMS_PRT_055'],
    [
      'no administered type, not even that of the role',
      roles.abisPartner,
      'ABIS_Partner',
      'PMS_PRT_055',
    ],
    ['a MISP by its own role', roles.mispPartner, 'MISP_Partner', 'passes'],
    ['no MISP with an old general role', roles.pmsUser, 'MISP_Partner', 'PMS_PRT_055'],
    ['no internal partner', roles.partner, 'Internal_Partner', 'PMS_PRT_055'],
    ['every type as administrator', roles.partnerAdmin, 'Internal_Partner', 'passes'],
    ['no SDK partner, because nobody needs one', roles.sdkPartner, 'SDK_Partner', 'PMP_040'],
    ['no SDK partner as administrator either', roles.partnerAdmin, 'SDK_Partner', 'PMP_040'],
  ])('%s', (_, role, type, outcome) => {
    expect(codeOf(() => checkMayRegisterType(actor(role), type))).toBe(outcome)
  })

  test('types are administered by their exact code', () => {
    expect(['MISP_Partner', 'misp_partner', 'Auth_Partner'].map(isAdministeredType)).toEqual([
      true,
      false,
      false,
    ])
  })
})

test.each([
  ['no group', undefined, 'PMS_PRT_002'],
  ['an inactive group', { isActive: false }, 'PMS_PMP_023'],
  ['an active group', { isActive: true }, 'passes'],
])('choosing %s', (_, group, outcome) => {
  expect(codeOf(() => checkUsableGroup(group))).toBe(outcome)
})

test('additional information is read as JSON', () => {
  expect(readAdditionalInfo('[1]')).toEqual([1])
  expect(readAdditionalInfo(null)).toBeNull()
  const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`
  for (const unreadable of ['{', '', deep]) expect(readAdditionalInfo(unreadable)).toBeNull()
})

test('only device providers may sign keys, in the domain of devices', () => {
  const [maker, bank] = ['Device_Provider', 'Auth_Partner'].map((partnerTypeCode) => ({
    partnerTypeCode,
  }))
  expect(maker && mayIssueBelow(maker, 'DEVICE')).toBe(true)
  expect(maker && mayIssueBelow(maker, 'AUTH')).toBe(false)
  expect(bank && mayIssueBelow(bank, 'DEVICE')).toBe(false)
})
