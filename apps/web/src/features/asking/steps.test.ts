import { expect, test } from 'vitest'
import { requiredFields, stepsOf } from './steps.ts'

test('who is approved with extractors and a type only is asked for both', () => {
  expect(stepsOf('required').map(({ name }) => name)).toEqual([
    'policy',
    'extractors',
    'type',
    'why',
    'review',
  ])
  expect(requiredFields('required')).toContain('credentialType')
})

test.each(['allowed', 'none'] as const)('others are not asked for them: %s', (mapping) => {
  expect(requiredFields(mapping)).toEqual(['policyName', 'useCaseDescription'])
})
