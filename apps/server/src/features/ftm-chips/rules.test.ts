import { Failure, roles } from '@pmp/contract'
import { describe, expect, test } from 'vitest'
import { actorOf } from '../../testing/registry.ts'
import {
  checkFtmId,
  checkIsUndecided,
  checkMayActForChip,
  checkMayDeactivate,
  checkMayDecide,
  checkOwnsChip,
  checkProvider,
  checkTakesCertificate,
  downloadableCertificate,
  normalized,
  type ChipState,
} from './rules.ts'

function codeOf(check: () => unknown): string | null {
  try {
    check()
    return null
  } catch (error) {
    if (error instanceof Failure) return error.code
    throw error
  }
}

const state = (approvalStatus: string, isActive = false, hasCertificate = true): ChipState => ({
  approvalStatus,
  isActive,
  certificateAlias: hasCertificate ? 'a certificate' : null,
})
const waiting = state('pending_cert_upload', false, false)
const pending = state('pending_approval')
const inUse = state('approved', true)
const deactivated = state('approved')
const rejected = state('rejected')

describe('what a chip allows in each state', () => {
  test.each([
    ['waiting for its certificate', waiting, null, 'PMP_AUT_033', null, null, 'PMS_FTM_ERROR_010'],
    ['waiting for approval', pending, null, null, null, 'PMP_AUT_038', 'PMS_FTM_ERROR_010'],
    ['in use', inUse, 'PMP_AUT_038', 'PMP_AUT_038', 'PMP_AUT_038', null, null],
    [
      'deactivated',
      deactivated,
      'PMP_AUT_038',
      'PMP_AUT_038',
      'PMP_AUT_038',
      'PMP_AUT_039',
      'PMS_FTM_ERROR_007',
    ],
    [
      'rejected',
      rejected,
      'PMP_AUT_038',
      'PMP_AUT_038',
      'PMP_AUT_038',
      'PMP_AUT_038',
      'PMS_FTM_ERROR_010',
    ],
  ] as const)('%s', (_, chip, edit, approve, reject, upload, deactivate) => {
    expect(codeOf(() => checkIsUndecided(chip))).toBe(edit)
    expect(codeOf(() => checkMayDecide(chip, true))).toBe(approve)
    expect(codeOf(() => checkMayDecide(chip, false))).toBe(reject)
    expect(codeOf(() => checkTakesCertificate(chip))).toBe(upload)
    expect(codeOf(() => checkMayDeactivate(chip))).toBe(deactivate)
  })

  test.each([
    ['waiting for its certificate', waiting, 'PMS_FTM_ERROR_011'],
    ['approved without a certificate', state('approved', true, false), 'PMS_FTM_ERROR_011'],
    ['waiting for approval', pending, null],
    ['in use', inUse, null],
    ['deactivated', deactivated, 'PMS_FTM_ERROR_009'],
    ['rejected', rejected, 'PMS_FTM_ERROR_008'],
  ] as const)('its certificate can be downloaded or not: %s', (_, chip, code) => {
    expect(codeOf(() => downloadableCertificate(chip))).toBe(code)
  })
})

describe('who may', () => {
  const owner = actorOf('Chip-Maker', roles.ftmProvider)
  const admin = actorOf('registrar', roles.partnerAdmin)
  const stranger = actorOf('somebody', roles.ftmProvider)
  const provider = {
    userId: 'chip-maker',
    approvalStatus: 'approved',
    isActive: true,
    partnerTypeCode: 'FTM_Provider',
  }

  test.each([
    ['the owner', owner, provider, null],
    ['an administrator', admin, provider, null],
    ['a stranger', stranger, provider, 'PMS_PRT_055'],
    ['an unknown provider', admin, undefined, 'PMP_AUT_030'],
    ['one that is not active', admin, { ...provider, isActive: false }, 'PMP_AUT_030'],
    ['one of another type', admin, { ...provider, partnerTypeCode: 'Auth_Partner' }, 'PMP_AUT_030'],
  ] as const)('register chips: %s', (_, actor, asked, code) => {
    expect(codeOf(() => checkProvider(actor, asked))).toBe(code)
  })

  test.each([
    ['the owner', owner, provider, null, null],
    ['an administrator', admin, provider, null, null],
    ['a stranger', stranger, provider, 'PMS_PRT_055', 'PMS_FTM_ERROR_006'],
    ['a stranger without an owner', stranger, undefined, 'PMS_PRT_055', 'PMS_FTM_ERROR_006'],
    ['an administrator without an owner', admin, undefined, null, null],
    ['an owner who is not active', owner, { ...provider, isActive: false }, null, 'PMS_PMP_016'],
  ] as const)('reach a chip: %s', (_, actor, asked, v1, v2) => {
    expect(codeOf(() => checkMayActForChip(actor, asked))).toBe(v1)
    expect(codeOf(() => checkOwnsChip(actor, asked))).toBe(v2)
  })
})

test('ids of downloads are digits', () => {
  expect(codeOf(() => checkFtmId('1'.repeat(36)))).toBeNull()
  for (const id of ['', ' ', 'a1', '1'.repeat(37), '１']) {
    expect(codeOf(() => checkFtmId(id))).toBe('PMS_PRT_099')
  }
})

test('make and model are kept with single blanks', () => {
  expect(normalized('  Acme \t  Corp ')).toBe('Acme Corp')
})
