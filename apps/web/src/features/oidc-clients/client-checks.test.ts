import { describe, expect, test } from 'vitest'
import type { Translate } from '../../i18n/text.tsx'
import { checkClient, wrongRows } from './client-checks.ts'
import { blankValues, creationOf, type ClientRules, type ClientValues } from './client-values.ts'

const rules: ClientRules = {
  keyKinds: ['RSA'],
  longestName: 50,
  longestUris: 2048,
  grantTypes: ['authorization_code'],
  clientAuthMethods: ['private_key_jwt'],
  languages: ['eng', 'fra', 'ara'],
  isConfigurable: true,
}

/** Which text it would be, and with what. */
const t: Translate = (id, values = {}) => [id, ...Object.values(values)].join(' ')

const whole: ClientValues = {
  ...blankValues(rules, 'request'),
  name: 'Bank online',
  logoUri: 'https://bank.example.org/logo.png',
  redirectUris: ['https://bank.example.org/cb'],
}

/** What is wrong, by place. */
function wrongIn(changes: Partial<ClientValues>, others: Partial<ClientRules> = {}) {
  const found = checkClient({ ...whole, ...changes }, { ...rules, ...others }, t)
  return Object.fromEntries(Object.entries(found).filter(([, text]) => text !== null))
}

describe('the form of a client', () => {
  test('finds nothing wrong in a whole one', () => {
    expect(wrongIn({})).toEqual({})
  })

  test('tells everything at once, each at its place', () => {
    expect(
      wrongIn({
        names: { eng: '', fra: 'n'.repeat(51), ara: '' },
        logoUri: 'logo',
        redirectUris: ['https://bank.example/cb', '', 'https://a.org/', 'https://a.org/'],
        title: { '@none': '', eng: 'Sign in' },
        consentMinutes: '9',
      }),
    ).toEqual({
      'names.fra': 'forms.tooLong 50',
      logoUri: 'clients.logo.wrong',
      'redirectUris.0': 'clients.uri.flaw.top_level_domain example',
      'redirectUris.3': 'clients.uri.same 3',
      'title.@none': 'clients.text.default',
      purpose: 'clients.purpose.needed',
      consentMinutes: 'clients.consent.rule 10 5256000',
    })
  })

  test.each<[string, Partial<ClientValues>, Record<string, string>]>([
    ['no address', { redirectUris: ['', ' '] }, { 'redirectUris.0': 'forms.required' }],
    ['a long name alone', { name: 'n'.repeat(51) }, { name: 'clients.name.tooLongAlone 50' }],
    [
      'names that do not fit together',
      {
        name: 'n'.repeat(140),
        names: { eng: 'e'.repeat(50), fra: 'f'.repeat(50), ara: 'a'.repeat(50) },
      },
      { names: 'clients.names.tooLong' },
    ],
    [
      'addresses that do not fit together',
      { redirectUris: [1, 2].map((at) => `https://a.org/${at}${'u'.repeat(1100)}`) },
      { redirectUris: 'clients.uri.tooLongTogether' },
    ],
    [
      'half minutes',
      { consentMinutes: '10.5' },
      { consentMinutes: 'clients.consent.rule 10 5256000' },
    ],
  ])('knows %s', (_, changes, wrong) => {
    expect(wrongIn(changes)).toEqual(wrong)
  })

  test('knows the limits of an older eSignet, which has none', () => {
    const long = { name: 'n'.repeat(51), redirectUris: [`https://a.org/${'u'.repeat(2030)}`] }
    expect(wrongIn(long, { longestName: null, longestUris: null })).toEqual({})
  })
})

test('a row that is still blank is not wrong', () => {
  expect(wrongRows(['', 'https://a.org/'], t)).toEqual([null, null])
})

describe('what is sent', () => {
  const parts = { request: { policyId: 'p', partnerId: 'bank' }, jwk: { kty: 'RSA' }, rules }

  test('has the plain name in the first language where no other is given', () => {
    expect(creationOf(whole, parts)).toEqual({
      name: 'Bank online',
      policyId: 'p',
      authPartnerId: 'bank',
      publicKey: { kty: 'RSA' },
      logoUri: 'https://bank.example.org/logo.png',
      redirectUris: ['https://bank.example.org/cb'],
      grantTypes: ['authorization_code'],
      clientAuthMethods: ['private_key_jwt'],
      clientNameLangMap: { eng: 'Bank online' },
      additionalConfig: undefined,
    })
  })

  test('leaves out what is not said, and the configuration where it is switched off', () => {
    const values: ClientValues = {
      ...whole,
      names: { eng: '', fra: ' Banque ', ara: '' },
      redirectUris: [' https://a.org/ ', ''],
      purpose: 'link',
      title: { '@none': 'Link', fra: '' },
      forgotPassword: 'no',
      consentMinutes: '60',
    }
    expect(creationOf(values, parts)).toMatchObject({
      clientNameLangMap: { fra: 'Banque' },
      redirectUris: ['https://a.org/'],
      additionalConfig: {
        purpose: { type: 'link', title: { '@none': 'Link' } },
        forgot_pwd_link_required: false,
        consent_expire_in_mins: 60,
      },
    })
    const older = creationOf(values, { ...parts, rules: { ...rules, isConfigurable: false } })
    expect(older).not.toHaveProperty('additionalConfig')
  })
})
