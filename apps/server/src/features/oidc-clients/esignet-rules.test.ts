import { Failure } from '@pmp/contract'
import { expect, test } from 'vitest'
import { checkEsignetTakes } from './esignet-rules.ts'

const usual = {
  redirectUris: ['https://health.example.org/cb'],
  grantTypes: ['authorization_code'],
  clientAuthMethods: ['private_key_jwt'],
  nameLangMap: { eng: 'Health', fil: 'Kalusugan' },
}

function codeOf(changes: object, version: string): string {
  try {
    checkEsignetTakes(
      { ...usual, ...changes },
      {
        ESIGNET_VERSION: version,
        GRANT_TYPES: 'authorization_code, refresh_token',
        CLIENT_AUTH_METHODS: 'private_key_jwt',
      },
    )
  } catch (error) {
    if (error instanceof Failure) return error.code
    throw error
  }
  return 'taken'
}

const fiveLong = Array.from({ length: 5 }, (_, at) => `https://a.org/${at}${'u'.repeat(480)}`)

test.each<[string, object, string, string]>([
  ['what is usual', {}, '1.6.2', 'taken'],
  ['no names by language', { nameLangMap: null }, '1.6.2', 'taken'],
  ['what the settings allow', { grantTypes: ['refresh_token'] }, '1.6.2', 'taken'],
  ['another grant', { grantTypes: ['implicit'] }, '1.6.2', 'invalid_grant_type'],
  ['another grant, since 1.7', { grantTypes: ['implicit'] }, '1.7.1', 'unsupported_grant_type'],
  ['a grant of nothing', { grantTypes: [''] }, '1.6.2', 'invalid_grant_type'],
  ['a long name before 1.6', { nameLangMap: { eng: 'n'.repeat(51) } }, '1.5.1', 'taken'],
  [
    'a long name since then',
    { nameLangMap: { eng: 'n'.repeat(51) } },
    '1.6.0',
    'invalid_client_name_length',
  ],
  ['five long addresses before 1.8', { redirectUris: fiveLong }, '1.7.1', 'taken'],
  ['five long addresses since then', { redirectUris: fiveLong }, '1.8.0', 'invalid_redirect_uri'],
  ['a language by an older code', { nameLangMap: { ger: 'x' } }, '1.6.2', 'invalid_language_code'],
  ['a language in capitals', { nameLangMap: { ENG: 'x' } }, '1.6.2', 'invalid_language_code'],
])('%s', (_, changes, version, code) => {
  expect(codeOf(changes, version)).toBe(code)
})
