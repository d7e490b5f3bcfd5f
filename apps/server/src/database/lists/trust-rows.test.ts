import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { OpenDatabase } from '../database.ts'
import { createTestDatabase } from '../testing.ts'
import { pick, writeAtRandom, type Chance, type Write } from './testing-storm.ts'
import { untruthsIn } from './testing.ts'

let database: OpenDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())

/** Few contents, so that certificates of the platform are met in the store. */
const pem = (random: Chance) => `-----BEGIN CERTIFICATE-----
${Buffer.from(`certificate ${random(6)}`).toString('base64')}
-----END CERTIFICATE-----`
const day = (random: Chance) => new Date(Date.UTC(2026, 0, 1 + random(9), random(24)))

const statements: Write[] = [
  (random) => sql`insert into keymgr.ca_cert_store (cert_id, cert_subject, cert_issuer, issuer_id,
      cert_not_before, cert_not_after, cert_data, cert_thumbprint, partner_domain, ca_cert_type, cr_by,
      cr_dtimes)
    values (${`c${random(12)}`}, 'CN=Ä', 'CN=b', ${`c${random(12)}`}, now(), ${day(random)},
      ${pem(random)}, ${String(random(1e9))}, ${pick(random, ['AUTH', 'FTM', null])},
      ${pick(random, ['ROOT', 'INTERMEDIATE', null])}, 'x', now()) on conflict do nothing`,
  (random) => sql`update keymgr.ca_cert_store set cert_data = ${pem(random)},
      issuer_id = ${`c${random(12)}`} where cert_id = ${`c${random(12)}`}`,
  (random) => sql`update keymgr.ca_cert_store set is_deleted = not is_deleted,
      cert_not_after = ${day(random)} where cert_id like ${`c1${random(3)}%`}`,
  (random) => sql`update keymgr.ca_cert_store set cert_id = ${`c${random(12)}`}
    where cert_id = ${`c${random(12)}`} and not exists (select from keymgr.ca_cert_store where cert_id
      like 'c%' and cert_id = ${`c${random(12)}`})`,
  (random) => sql`delete from keymgr.ca_cert_store where cert_id = ${`c${random(12)}`}`,
  (random) => sql`insert into keymgr.key_alias (id, app_id, ref_id, cr_by, cr_dtimes)
    values (${`k${random(4)}`}, ${pick(random, ['ROOT', 'PMS', 'PMS', 'IDA'])},
      ${pick(random, ['', null, 'sign'])}, 'x', now()) on conflict do nothing`,
  (
    random,
  ) => sql`insert into keymgr.key_store (id, master_key, private_key, certificate_data, cr_by,
      cr_dtimes)
    values (${`k${random(4)}`}, 'm', 'p', ${pem(random)}, 'x', now()) on conflict do nothing`,
  (random) => sql`update keymgr.key_store set certificate_data = ${pem(random)}
    where id = ${`k${random(4)}`}`,
  (random) => sql`delete from keymgr.key_alias where id = ${`k${random(4)}`}`,
  (random) => sql`insert into pmp.revocation (kind, cert_id, partner_domain, thumbprint, reason,
      revoked_by, revoked_at)
    values (${pick(random, ['authority', 'partner'])}, ${`c${random(12)}`}, 'AUTH', 't', 'r', 'x', now())
    on conflict do nothing`,
  (random) => sql`delete from pmp.revocation where cert_id = ${`c${random(12)}`}`,
  (random) => sql`insert into pms.partner (id, name, user_id, partner_type_code, approval_status,
      is_active, certificate_alias, cr_by, cr_dtimes)
    values (${`a${random(8)}`}, 'P', 'u', 'Auth_Partner', 'approved', true, ${`l${random(5)}`}, 'x', now())
    on conflict do nothing`,
  (random) => sql`update pms.partner set is_active = not is_active,
      certificate_alias = ${pick(random, ['l1', 'l2', 'l9', null])} where id = ${`a${random(8)}`}`,
  (
    random,
  ) => sql`insert into keymgr.partner_cert_store (cert_id, cert_subject, cert_issuer, issuer_id,
      cert_not_after, partner_domain, cr_by, cr_dtimes)
    values (${`l${random(5)}`}, 'CN=l', 'CN=b', 'c1', ${day(random)},
      ${pick(random, ['AUTH', 'FTM', null])}, 'x', now()) on conflict do nothing`,
  (random) => sql`update keymgr.partner_cert_store set cert_not_after = ${day(random)}
    where cert_id = ${`l${random(5)}`}`,
  (random) => sql`insert into pmp.signed_certificate (cert_id, not_after)
    values (${`l${random(5)}`}, ${day(random)})
    on conflict (cert_id) do update set not_after = excluded.not_after`,
  (random) => sql`delete from pmp.signed_certificate where cert_id = ${`l${random(5)}`}`,
]

test('what the trust store and the ends of certificates are read from is true, whoever writes', async () => {
  expect(await untruthsIn(database.db)).toEqual([])
  const writers = [1, 2, 3, 4].map((seed) =>
    writeAtRandom(database.lane(`program ${seed}`), statements, { seed, transactions: 60 }),
  )
  await Promise.all(writers)
  expect(await untruthsIn(database.db)).toEqual([])
  const listed = async (table: string) =>
    (await sql`select from ${sql.table(table)} where is_listed`.execute(database.db)).rows
  expect(await listed('pmp.trust_row')).not.toEqual([])
  expect(await listed('pmp.current_certificate_row')).not.toEqual([])
})

test('a certificate of the platform, and what it signed, are listed for as long as it is none', async () => {
  const { db } = database
  await sql`truncate keymgr.ca_cert_store, keymgr.key_alias, keymgr.key_store`.execute(db)
  const authority = (id: string, issuer: string, content: string) => sql`
    insert into keymgr.ca_cert_store (cert_id, cert_subject, cert_issuer, issuer_id, cert_data, cr_by,
      cr_dtimes)
    values (${id}, 's', 'i', ${issuer}, ${`-----BEGIN CERTIFICATE-----${content}-----END`}, 'x', now())`
  const listed = async () => {
    const rows = sql<{
      certId: string
    }>`select cert_id from pmp.trust_row where is_listed order by 1`
    return (await rows.execute(db)).rows.map(({ certId }) => certId)
  }
  await authority('above', 'above', 'QUJD').execute(db)
  await authority('signer', 'above', 'REVG').execute(db)
  await authority('signed', 'signer', 'R0hJ').execute(db)
  expect(await listed()).toEqual(['above', 'signed', 'signer'])
  await sql`insert into keymgr.key_alias (id, app_id, cr_by, cr_dtimes)
    values ('key', 'PMS', 'x', now())`.execute(db)
  await sql`insert into keymgr.key_store (id, master_key, private_key, certificate_data, cr_by, cr_dtimes)
    values ('key', 'm', 'p', ${'-----BEGIN CERTIFICATE-----\nREVG\n-----END'}, 'x', now())`.execute(
    db,
  )
  expect(await listed()).toEqual(['above'])
  await sql`update keymgr.key_alias set app_id = 'ROOT'`.execute(db)
  expect(await listed()).toEqual(['above', 'signed'])
  await sql`delete from keymgr.key_alias`.execute(db)
  expect(await listed()).toEqual(['above', 'signed', 'signer'])
  expect(await untruthsIn(db)).toEqual([])
})
