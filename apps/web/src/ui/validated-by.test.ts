import { replaceApiKey } from '@pmp/contract'
import { expect, test } from 'vitest'
import { validatedBy } from './validated-by.ts'

const broken = validatedBy(replaceApiKey.request, (id) => id)
const call = { label: 'Branches', newPolicyId: undefined }

test('an instant is judged as it is sent', () => {
  const oldKeyEndsAt = new Date('2026-05-01T10:00:00Z')
  expect(broken({ ...call, oldKeyEndsAt })).toEqual({})
})

test('what is missing or too long is said at its field', () => {
  expect(broken({ ...call, label: ' ' })).toEqual({ label: 'forms.required' })
  expect(broken({ ...call, label: 'x'.repeat(37) })).toEqual({ label: 'forms.tooLong' })
})
