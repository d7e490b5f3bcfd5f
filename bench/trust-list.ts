import { sql } from 'kysely'
import { people, startTestServer, type TestServer } from '../apps/server/src/testing/server.ts'
import type { FlatList } from './flat-list.ts'

const list = '/v1/partnermanager/trust-chain-certificates'
const tree = '/v1/portal/trust-tree'
const first = `${list}?pageNo=0&pageSize=10`
const lastOf = (total: number) => `${list}?pageNo=${total / 10 - 1}&pageSize=10`
const sorted = (field: string, type: string) => `&sortFieldName=${field}&sortType=${type}`

const sortFields = [
  'caCertificateType',
  'certificateId',
  'partnerDomain',
  'issuedTo',
  'issuedBy',
  'validFrom',
  'validTill',
  'uploadedDateTime',
]

const requests: FlatList['requests'] = {
  'first page': () => first,
  'last page': lastOf,
  ...Object.fromEntries(
    sortFields.flatMap((field) => [
      [`by ${field}`, () => first + sorted(field, 'asc')],
      [`by ${field}, falling`, () => first + sorted(field, 'desc')],
      [`last page by ${field}`, (total: number) => lastOf(total) + sorted(field, 'asc')],
    ]),
  ),
  'of a domain': () => `${first}&partnerDomain=DEVICE`,
  'of a type': () => `${first}&caCertificateType=ROOT`,
  'of both': () => `${first}&partnerDomain=AUTH&caCertificateType=INTERMEDIATE`,
  'that end soon': () => `${first}&expiryPeriod=30`,
  'with a word in issuedTo': () => `${first}&issuedTo=needle`,
  'with a word in issuedBy': () => `${first}&issuedBy=haystack`,
  'with a part of the id': () => `${first}&certificateId=beef`,
  'with a word, by issuer': () => `${first}&issuedTo=needle${sorted('issuedBy', 'asc')}`,
  'tree: roots of a domain': () => `${tree}?partnerDomain=AUTH&pageSize=10`,
  'tree: below a root': () => `${tree}?above=bench-1&pageSize=10`,
  'tree: search': () => `${tree}?search=needle&pageSize=10`,
}

/** A tenth are roots, each with the nine after it below; twenty of each kind that filters look for. */
async function serverWith(total: number): Promise<TestServer> {
  const server = await startTestServer()
  await sql`
    insert into keymgr.ca_cert_store (cert_id, cert_subject, cert_issuer, issuer_id, cert_not_before,
      cert_not_after, cert_data, cert_thumbprint, cert_serial_no, partner_domain, ca_cert_type,
      cr_by, cr_dtimes, is_deleted)
    select 'bench-' || n || case when rare then '-beef' else '' end,
      case when rare then 'CN=needle ' else 'CN=authority ' end || n || ',O=Bench',
      case when rare then 'CN=haystack ' else 'CN=authority ' end || root || ',O=Bench',
      'bench-' || root, timestamp '2026-01-01' + n * interval '1 minute',
      case when rare then now() + interval '10 days'
        else timestamp '2050-01-01' + n * interval '1 minute' end,
      'not read', 'thumbprint ' || n, n::text,
      (array['AUTH', 'DEVICE', 'FTM', 'MISP'])[1 + (n / 10) % 4],
      case when n = root then 'ROOT' else 'INTERMEDIATE' end,
      'bench', timestamp '2026-01-01' + n * interval '1 minute', false
    from (select n, case when n % 10 = 1 then n else n - (n + 9) % 10 end as root,
      n % (${total}::int / 20) = 0 as rare from generate_series(1, ${total}::int) n) numbered`.execute(
    server.db,
  )
  // Below the first one hang eleven, so that a page of them is full.
  await sql`update keymgr.ca_cert_store set issuer_id = 'bench-1'
    where cert_id in ('bench-12', 'bench-13')`.execute(server.db)
  await server.pool.query('vacuum analyze keymgr.ca_cert_store')
  return server
}

export const trustList: FlatList = {
  title: 'Trust store',
  sizes: { few: 1000, many: 50_000 },
  reader: people.admin,
  requests,
  serverWith,
}
