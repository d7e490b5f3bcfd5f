import { Failure } from '@pmp/contract'
import { expect, test } from 'vitest'
import { readConfig } from '../config.ts'
import { checkFreeText, plainText } from './free-text.ts'

const allowed = plainText(readConfig({}, '/no-env-file'))

test.each([
  'North Bank',
  'Crédit d’État'.replace('’', "'"),
  'بنك الشمال',
  'उत्तर बैंक',
  'a.b,c@d#e&f(g)-h?i_j!k"l:m;n=o\\p',
  'two\nlines',
  '  ',
  '',
  undefined,
  null,
  true,
])('%j is allowed', (value) => {
  expect(() => checkFreeText(allowed, { name: value })).not.toThrow()
})

test.each(['100%', 'a*', 'a+b', 'a/b', '<b>', '$x', '^', '[a]', '{a}', 'a|b', '~', '`'])(
  '%j is not, and the field is named',
  (value) => {
    expect(() => checkFreeText(allowed, { fine: 'yes', name: value })).toThrow(
      new Failure('characters_not_allowed', { field: 'name' }),
    )
  },
)
