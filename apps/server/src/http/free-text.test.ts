import { Failure, listApiKeys } from '@pmp/contract'
import { expect, test } from 'vitest'
import { readConfig } from '../config.ts'
import { freeTextCheck } from './free-text.ts'

const checkFreeText = freeTextCheck(readConfig({}, '/no-env-file'), listApiKeys)

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
  expect(() => checkFreeText({ orgName: value })).not.toThrow()
})

test.each(['100%', 'a*', 'a+b', 'a/b', '<b>', '$x', '^', '[a]', '{a}', 'a|b', '~', '`'])(
  '%j is not, and the field is named',
  (value) => {
    expect(() => checkFreeText({ policyName: 'yes', orgName: value })).toThrow(
      new Failure('characters_not_allowed', { field: 'orgName' }),
    )
  },
)
