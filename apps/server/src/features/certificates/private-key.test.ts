import { generateKeyPairSync } from 'node:crypto'
import * as contract from '@pmp/contract'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freshUser, given, refusalOf } from '../../testing/given.ts'
import { people, startTestServer, type TestServer } from '../../testing/server.ts'

let server: TestServer
let certificatePem: string
let partner: Awaited<ReturnType<ReturnType<typeof given>['activePartner']>>
let trustedId: string
const user = freshUser()

beforeAll(async () => {
  server = await startTestServer()
  const group = await given(server).policyGroup()
  partner = await given(server).activePartner(user, group.name)
  certificatePem = partner.leaf.certificate.pem
  const asked = { issuedTo: partner.authority.root.certificate.commonName }
  const { data } = await server.call(people.admin, contract.listTrustCertificates, asked)
  trustedId = data[0]?.certId ?? ''
})
afterAll(() => server.close())

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
const der = privateKey.export({ type: 'pkcs8', format: 'der' })
/** Found again wherever it were kept, as PEM line or as base64 of a file. */
const trace = key.split('\n')[5] ?? ''

const forms = (): [string, string][] => [
  ['beside a certificate', `${certificatePem}\nfriendlyName: Société générale\n${key}`],
  ['as base64 of UTF-16', Buffer.from(`${certificatePem}\n${key}`, 'utf16le').toString('base64')],
  ['as base64url of PEM', Buffer.from(key).toString('base64url')],
  ['as base64 of DER', der.toString('base64')],
]

const doors: [string, (certificateData: string) => Promise<unknown>][] = [
  [
    'the trust store',
    (certificateData) =>
      server.call(people.admin, contract.uploadCaCertificate, {
        certificateData,
        partnerDomain: 'AUTH',
      }),
  ],
  [
    'a partner',
    (certificateData) =>
      server.call(user, contract.uploadPartnerCertificate, {
        partnerId: partner.partnerId,
        certificateData,
        partnerDomain: 'AUTH',
      }),
  ],
  [
    'a renewal',
    (certificateData) =>
      server.call(user, contract.scheduleRenewal, {
        partnerId: partner.partnerId,
        certificateData,
        partnerDomain: 'AUTH',
        activateAt: new Date(server.clock.now.getTime() + 86_400_000),
      }),
  ],
  [
    'the check before an upload',
    (certificateData) =>
      server.call(user, contract.inspectCertificate, {
        certificateData,
        partnerDomain: 'AUTH',
        partnerId: partner.partnerId,
      }),
  ],
  [
    'a revocation list',
    (crlData) =>
      server.call(people.admin, contract.uploadRevocationList, {
        certificateId: trustedId,
        crlData,
      }),
  ],
]

/** Every row of every table, as text. */
async function everything(): Promise<string> {
  const { rows: tables } = await sql<{ name: string }>`
    select quote_ident(schemaname) || '.' || quote_ident(tablename) as name
    from pg_tables where schemaname in ('pms', 'pmp', 'keymgr')`.execute(server.db)
  const texts = []
  for (const { name } of tables) {
    const { rows } = await sql`select t.*::text as line from ${sql.raw(name)} t`.execute(server.db)
    texts.push(JSON.stringify(rows))
  }
  return texts.join('\n')
}

describe('a private key', () => {
  test.each(doors)('that is sent to %s is refused by name and kept nowhere', async (_, send) => {
    for (const [, form] of forms()) expect(await refusalOf(send(form))).toBe('PMP_031')
    const kept = await everything()
    expect(kept).toContain('private_key_inside')
    expect(kept).not.toContain(trace)
    expect(kept).not.toContain(der.toString('base64').slice(40, 100))
  })
})
