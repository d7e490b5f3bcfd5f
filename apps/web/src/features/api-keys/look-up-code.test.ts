import { expect, test } from 'vitest'
import { lookUpLanguages } from './look-up-code.ts'

/** Ids of older databases may hold anything. */
const hostile = {
  origin: 'https://portal.example',
  partnerId: `a"b'c$(d)\`e\`\\ !`,
  policyId: `1"\n2'\\$x`,
}
const [curl, typeScript, java] = lookUpLanguages

test('nothing in an id breaks out of the address', () => {
  const address =
    'https://portal.example/v1/partnermanager/partners/a%22b%27c%24%28d%29%60e%60%5C%20%21/apikey/'
  for (const { write } of [curl, typeScript, java]) expect(write(hostile)).toContain(address)
})

test('a policy id is one line of a comment, and one text of a program', () => {
  expect(curl.write(hostile)).toContain(
    `\n# While the key works, the answer names the policy 1" 2'\\$x.\n`,
  )
  for (const { write } of [typeScript, java]) expect(write(hostile)).toContain(`"1\\"\\n2'\\\\$x"`)
})

test('the secrets come from the environment', () => {
  const plain = { origin: 'http://localhost:8080', partnerId: 'harbour-bank', policyId: '42' }
  for (const { write } of [curl, typeScript, java]) {
    expect(write(plain)).toContain('API_KEY')
    expect(write(plain)).toContain('TOKEN')
  }
})
