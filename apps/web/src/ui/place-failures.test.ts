import { CallFailed, createPolicy, createPolicyGroup, type Endpoint } from '@pmp/contract'
import { describe, expect, test } from 'vitest'
import { placeFailures } from './place-failures.ts'

const placingOf = (endpoint: Endpoint) => ({
  endpoint,
  shownAs: (field: string) => (field === 'name' || field === 'desc' ? field : undefined),
  textOf: (error: unknown) => (error instanceof CallFailed ? `text of ${error.code}` : ''),
  t: (id: string, values?: Record<string, string | number>) =>
    values ? `${id} ${Object.values(values).join()}` : id,
})
const placing = placingOf(createPolicyGroup)
const invalid = (message: string) => ({ errorCode: 'PMS_COR_001', message })

describe('a field named by a message', () => {
  const asShown = { ...placing, shownAs: (field: string) => field }

  test.each([
    ['Invalid request parameter - value is empty or null :request.name', 'name'],
    ['Invalid request parameter - at most 128 characters are allowed :desc', 'desc'],
    ['Policy group exists with name : Banks and shops', undefined],
    ['Could not process the request', undefined],
  ])('%s', (message, field) => {
    const [named] = Object.keys(placeFailures([invalid(message)], asShown).onFields)
    expect(named || undefined).toBe(field)
  })
})

describe('what the server refuses', () => {
  test('lands on the fields that the messages name, in words of ours', () => {
    const errors = [
      invalid('Invalid request parameter - value is empty or null :request.name'),
      invalid('Invalid request parameter - at most 256 characters are allowed :request.desc'),
    ]
    expect(placeFailures(errors, placing)).toEqual({
      onFields: { name: 'forms.required', desc: 'forms.tooLong 256' },
      elsewhere: [],
    })
  })

  test('lands on the field that its code is about', () => {
    const errors = [{ errorCode: 'PMS_POL_014', message: 'Policy group exists with name : Banks' }]
    expect(placeFailures(errors, placing)).toEqual({
      onFields: { name: 'text of PMS_POL_014' },
      elsewhere: [],
    })
  })

  test('lands on the field that is shown, where a code stands for several failures', () => {
    const errors = [{ errorCode: 'PMS_POL_009', message: 'Policy exists with name : Banks' }]
    expect(placeFailures(errors, placingOf(createPolicy)).onFields).toEqual({
      name: 'text of PMS_POL_009',
    })
  })

  test('is about a field only where the endpoint says so', () => {
    const errors = [{ errorCode: 'PMS_POL_009', message: 'Policy exists with name : Banks' }]
    expect(placeFailures(errors, placing)).toEqual({ onFields: {}, elsewhere: errors })
  })

  test('stays above the form when it is about nothing that the form shows', () => {
    const elsewhere = invalid('Invalid request parameter - value is empty or null :request.id')
    const other = { errorCode: 'PMS_COR_003', message: 'Could not process the request' }
    for (const errors of [[elsewhere], [other], []]) {
      expect(placeFailures(errors, placing)).toEqual({ onFields: {}, elsewhere: errors })
    }
  })

  test('is parted: what has a field goes there, the rest stays above', () => {
    const other = { errorCode: 'PMS_COR_003', message: 'Could not process the request' }
    const taken = { errorCode: 'PMS_POL_014', message: 'Policy group exists with name : Banks' }
    expect(placeFailures([other, taken], placing)).toEqual({
      onFields: { name: 'text of PMS_POL_014' },
      elsewhere: [other],
    })
  })
})
