import { describe, expect, test } from 'vitest'
import { judge } from './verdicts.ts'

const wanted = { clientId: 'c1', status: 'ACTIVE' }

const answer = (body: unknown, status = 200) =>
  judge({ status, headers: new Headers(), body }, wanted)
const errors = (...told: (readonly [string, string])[]) => ({
  responseTime: '2026-01-31T10:15:30.123Z',
  response: null,
  errors: told.map(([errorCode, errorMessage]) => ({ errorCode, errorMessage })),
})
const response = (clientId: string, status: string) => ({
  response: { clientId, status },
  errors: [],
})

const odd = { kind: 'retry', reason: 'esignet_odd_answer' }

describe('an answer of eSignet', () => {
  test.each([
    ['names the client and its status', answer(response('c1', 'ACTIVE')), { kind: 'done' }],
    ['names another client', answer(response('c2', 'ACTIVE')), odd],
    ['names another status', answer(response('c1', 'INACTIVE')), odd],
    ['names the client and is no success', answer(response('c1', 'ACTIVE'), 500), odd],
    ['holds neither response nor errors', answer({ response: null, errors: [] }), odd],
    ['is empty', answer({}), odd],
    ['is no JSON', answer(undefined), odd],
    ['is a list', answer([]), odd],
    ['is unauthorized', answer(undefined, 401), { kind: 'signIn' }],
    ['is forbidden', answer(undefined, 403), { kind: 'retry', reason: 'esignet_forbidden' }],
    ['knows no such call', answer({ status: 404 }, 404), { kind: 'noCall' }],
    ['is a server error', answer(errors(['server_error', 'server_error']), 500), odd],
  ])('that %s', (_, verdict, expected) => {
    expect(verdict).toEqual(expected)
  })
})

describe('what eSignet says of an error', () => {
  const refused = (code: string) => ({
    kind: 'refused',
    refusals: [{ field: null, index: null, code }],
  })

  test.each([
    [
      'unknown_error',
      'Full authentication is required to access this resource',
      { kind: 'signIn' },
    ],
    ['duplicate_client_id', 'duplicate_client_id', { kind: 'there' }],
    ['duplicate_public_key', 'duplicate_public_key', { kind: 'keyUsed' }],
    [
      'unknown_error',
      'could not execute statement; SQL [n/a]; constraint [unique_n_value]; nested exception',
      { kind: 'keyUsed' },
    ],
    [
      'unknown_error',
      'could not execute statement [ERROR: … unique constraint "uk_clntdtl_public_key_hash"',
      { kind: 'keyUsed' },
    ],
    ['invalid_client_id', 'invalid_client_id', { kind: 'unknown' }],
    [
      'unknown_error',
      'could not execute statement; nested exception is org.hibernate.exception.DataException',
      refused('too_long'),
    ],
    [
      'unknown_error',
      'JSON parse error: Unrecognized field "id" (class io.mosip.esignet.core.dto.RequestWrapper)',
      refused('request_not_understood'),
    ],
    ['unknown_error', 'Could not open JPA EntityManager for transaction', odd],
    ['invalid_request', 'requestTime: invalid_request', { kind: 'retry', reason: 'esignet_clock' }],
    ['invalid_request', 'request: invalid_request', refused('request_not_understood')],
    ['a_code_of_tomorrow', 'a_code_of_tomorrow', odd],
  ] as const)('%s “%s”', (code, text, expected) => {
    expect(answer(errors([code, text]))).toEqual(expected)
  })

  test.each([
    ['invalid_client_name', 'clientName', 'name'],
    ['invalid_rp_id', 'relyingPartyId', 'authPartnerId'],
    ['invalid_client_id', 'clientId', 'publicKey'],
    ['invalid_public_key', 'publicKey', 'publicKey'],
    ['invalid_claim', 'userClaims', 'policyId'],
    ['invalid_acr', 'authContextRefs', 'policyId'],
    ['invalid_uri', 'logoUri', 'logoUri'],
    ['invalid_redirect_uri', 'redirectUris', 'redirectUris'],
    ['unsupported_grant_type', 'grantTypes', 'grantTypes'],
    ['invalid_client_auth', 'clientAuthMethods', 'clientAuthMethods'],
    ['invalid_additional_config', 'additionalConfig', 'additionalConfig'],
  ])('%s of %s is about our %s', (code, member, field) => {
    expect(answer(errors([code, `request.${member}: ${code}`]))).toEqual({
      kind: 'refused',
      refusals: [{ field, index: null, code }],
    })
  })

  test.each(['constructor', 'toString', '__proto__', 'valueOf'])(
    'is about no field of ours where it names a member like %s',
    (member) => {
      expect(answer(errors(['invalid_status', `request.${member}: invalid_status`]))).toEqual({
        kind: 'refused',
        refusals: [{ field: null, index: null, code: 'invalid_status' }],
      })
    },
  )

  test('names the entry of a list, not the language of a name', () => {
    const told = errors(
      ['invalid_redirect_uri', 'request.redirectUris[2]: invalid_redirect_uri'],
      ['invalid_language_code', 'request.clientNameLangMap[xyz]: invalid_language_code'],
    )
    expect(answer(told)).toMatchObject({
      refusals: [
        { field: 'clientNameLangMap', index: null, code: 'invalid_language_code' },
        { field: 'redirectUris', index: 2, code: 'invalid_redirect_uri' },
      ],
    })
  })

  test('is told once, in one order, however often and in which order it was said', () => {
    const one = ['invalid_redirect_uri', 'request.redirectUris[0]: invalid_redirect_uri'] as const
    const other = ['invalid_uri', 'request.logoUri: invalid_uri'] as const
    expect(answer(errors(one, one, other))).toEqual(answer(errors(other, one)))
  })
})
