import { expect, test } from 'vitest'
import { z } from 'zod'
import * as contract from './index.ts'
import type { Endpoint } from './endpoint.ts'
import { LocalDateTime, OffsetDateTime } from './fields.ts'

const isEndpoint = (value: unknown): value is Endpoint =>
  typeof value === 'object' && value !== null && 'envelope' in value && 'path' in value

/** Where a response has dates in one of the two forms, as `data.crDtimes`. */
function datesOf(schema: z.core.$ZodType, form: z.ZodType, path = ''): string[] {
  if (schema === form) return [path.slice(1)]
  if (schema instanceof z.ZodObject) {
    return Object.entries(schema.shape).flatMap(([name, member]) =>
      datesOf(member, form, `${path}.${name}`),
    )
  }
  if (schema instanceof z.ZodArray) return datesOf(schema.element, form, path)
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((one) => datesOf(one, form, path))
  const isWrapped = schema instanceof z.ZodNullable || schema instanceof z.ZodOptional
  return isWrapped ? datesOf(schema.unwrap(), form, path) : []
}

const datesInForm = (form: z.ZodType) =>
  Object.fromEntries(
    Object.values<unknown>(contract)
      .filter(isEndpoint)
      .map(({ method, path, response }) => [`${method} ${path}`, datesOf(response, form)] as const)
      .filter(([, dates]) => dates.length > 0),
  )

test('dates have an offset exactly where upstream writes one', () => {
  const rowOfSearch = ['data.crDtimes', 'data.delDtimes', 'data.updDtimes']
  const ofCertificate = ['certificateUploadDateTime', 'certificateExpiryDateTime']
  expect(datesInForm(OffsetDateTime)).toEqual({
    'GET /admin-partners': ['data.createdDateTime'],
    'GET /admin-partners/v2': ['data.createdDateTime'],
    'GET /admin-partners/:partnerId': ofCertificate,
    'GET /admin-partners/v2/:partnerId': ofCertificate,
    'GET /partner-policy-requests': ['data.createdDateTime', 'data.updatedDateTime'],
    'GET /policy-requests/:requestId': ['createdDateTime', 'updatedDateTime'],
    'GET /partner-api-keys': ['data.createdDateTime'],
    'GET /partner-api-keys/v2': ['data.createdDateTime'],
    // Ours; written as the list writes them.
    'GET /partners/:partnerId/policies/:policyId/api-keys/:apiKeyName': [
      'createdDateTime',
      'updatedDateTime',
    ],
    'PATCH /partners/:partnerId/policies/:policyId/api-keys/:apiKeyName': ['apiKeyExpiryDateTime'],
    'GET /oauth/client': ['data.createdDateTime', 'data.updatedDateTime'],
    'GET /oidc-clients': ['data.createdDateTime', 'data.updatedDateTime'],
    'GET /oidc-clients/:clientId': ['createdDateTime'],
    'GET /partners/partner-certificates-details': ofCertificate,
    'GET /partners/:partnerId/apikey/request': ['validityTill'],
    'POST /partners/apikey/request/search': [
      'data.requestDatetimes',
      'data.crDtimes',
      'data.updDtimes',
      'data.delDtimes',
    ],
    'POST /partners/apikey/search': [
      'data.validFromDatetime',
      'data.validToDatetime',
      'data.crDtimes',
      'data.updDtimes',
      'data.delDtimes',
    ],
    'POST /partners/search': rowOfSearch,
    'POST /partners/partnertype/search': rowOfSearch,
    // Upstream: a policy's last change is the one date of both without a zone.
    'POST /policies/search': ['data.crDtimes', 'data.delDtimes'],
    'POST /policies': ['cr_dtimes'],
    'PUT /policies/:policyId': ['cr_dtimes'],
    'GET /policies/v2': ['data.createdDateTime'],
  })
})

test.each([
  ['an offset', OffsetDateTime, '2026-11-30T11:22:04.636+00:00'],
  ['no zone', LocalDateTime, '2026-11-30T11:22:04.636'],
])('a date with %s is written so and read as the same instant', (_form, schema, text) => {
  const instant = new Date('2026-11-30T11:22:04.636Z')
  expect(z.encode(schema, instant)).toBe(text)
  expect(z.decode(schema, text)).toEqual(instant)
})

test('every endpoint with dates in its answer is looked into', () => {
  expect(Object.keys(datesInForm(LocalDateTime)).length).toBeGreaterThan(20)
})
