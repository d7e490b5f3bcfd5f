import { expect, test } from 'vitest'
import { caType } from './rules.ts'

test('a type is ROOT or INTERMEDIATE in any case', () => {
  expect(caType('root')).toBe('ROOT')
  expect(caType('Intermediate ')).toBe('INTERMEDIATE')
  expect(() => caType('leaf')).toThrow('ca_type_unknown')
})
