import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { dayMs } from '../../durations.ts'
import { systemActor } from '../../jobs/job.ts'
import { openRegistry, type Registry } from '../../testing/registry.ts'
import { seen } from '../../testing/seen.ts'
import { insertPolicy } from '../policies/queries.ts'
import { expireLicencesJob } from './expire-licences.ts'
import { insertLicence, type Licence } from './queries.ts'

let registry: Registry
beforeAll(async () => {
  registry = await openRegistry({ SKIPPED_PARTNERS: 'platform-misp' })
})
afterAll(() => registry.close())
beforeEach(async () => {
  await registry.db.deleteFrom('pms.mispLicense').execute()
  await registry.db.deleteFrom('pmp.outboxMessage').execute()
})

/** One night's run, by nobody in particular. */
const run = () => expireLicencesJob.run(registry.contextFor(systemActor))

let sequence = 0

/** An active licence that ends so many days from now. */
async function licence(mispId: string, days: number, policyId: string | null = null) {
  sequence += 1
  const { now } = registry.clock
  const wanted = {
    mispId,
    policyId,
    licenseKey: `key-${sequence}`,
    licenseKeyName: null,
    validToDate: new Date(now.getTime() + days * dayMs),
  }
  return insertLicence(registry.db, wanted, { actor: 'registrar', now })
}

function rowOf({ mispLicenseId }: Licence) {
  return registry.db
    .selectFrom('pms.mispLicense')
    .select(['isActive', 'updBy', 'updDtimes'])
    .where('mispLicenseId', '=', mispLicenseId)
    .executeTakeFirstOrThrow()
}

const untouched = { isActive: true, updBy: null, updDtimes: null }

async function policy(text: string): Promise<string> {
  sequence += 1
  const { db, clock } = registry
  const groupId = `group-${sequence}`
  await db
    .insertInto('pms.policyGroup')
    .values({
      id: groupId,
      name: groupId,
      descr: groupId,
      userId: 'registrar',
      isActive: true,
      crBy: 'registrar',
      crDtimes: clock.now,
    })
    .execute()
  const id = await insertPolicy(db, {
    id: `policy-${sequence}`,
    policyGroupId: groupId,
    name: 'Delegation',
    descr: 'Delegation',
    policyType: 'MISP',
    version: '1.0',
    policyFileId: text,
    validToDate: clock.now,
    actor: 'registrar',
    now: clock.now,
  })
  return id ?? ''
}

test('a licence whose validity has ended is switched off, and consumers hear of it with its policy', async () => {
  const { id } = await registry.partner('MISP_Partner')
  const policyId = await policy('{}')
  const over = await licence(id, -1, policyId)
  const other = await licence((await registry.partner('MISP_Partner')).id, 1)
  await run()
  expect(await rowOf(over)).toEqual({
    isActive: false,
    updBy: 'MispLicenseExpiryAutoDeactivationTasklet',
    updDtimes: registry.clock.now,
  })
  expect(await rowOf(other)).toEqual(untouched)
  const messages = await seen(registry).outbox({ topic: 'MISP_LICENSE_UPDATED' })
  expect(messages).toMatchObject([
    {
      orderingKey: id,
      payload: {
        publisher: 'InfraProviderServiceImpl',
        event: {
          data: {
            mispLicenseData: { licenseKey: over.licenseKey, mispId: id, mispStatus: 'NOT_ACTIVE' },
            policyData: { policyId },
          },
        },
      },
    },
  ])
  expect(await seen(registry).audit({ action: 'mispLicence.expired' })).toMatchObject([
    { actor: 'SYSTEM', subjectId: id, after: { mispLicenseId: over.mispLicenseId } },
  ])
})

test('the next night finds nothing more to do', async () => {
  await licence((await registry.partner('MISP_Partner')).id, -1)
  await run()
  await run()
  expect(await seen(registry).outbox({ topic: 'MISP_LICENSE_UPDATED' })).toHaveLength(1)
})

test('at its very end a licence is still valid, and without an end for ever', async () => {
  const { id } = await registry.partner('MISP_Partner')
  const ending = await licence(id, 0)
  const endless = await licence(id, 5)
  await registry.db
    .updateTable('pms.mispLicense')
    .set({ validToDate: null })
    .where('mispLicenseId', '=', endless.mispLicenseId)
    .execute()
  await run()
  expect([await rowOf(ending), await rowOf(endless)]).toEqual([untouched, untouched])
})

test('partners of the platform are left alone; one that is gone is not', async () => {
  const skipped = await licence('platform-misp', -1)
  const orphan = await licence('gone', -1)
  await run()
  expect(await rowOf(skipped)).toEqual(untouched)
  expect(await rowOf(orphan)).toMatchObject({ isActive: false })
})

test('one that cannot be ended stays for the next night and stops no other', async () => {
  const { db } = registry
  const odd = await licence((await registry.partner('MISP_Partner')).id, -2)
  const other = await licence((await registry.partner('MISP_Partner')).id, -1)
  const unreadable = await licence('gone', -1, await policy('no policy'))
  const stays = sql.raw(`check (license_key <> '${odd.licenseKey}' or is_active)`)
  await sql`alter table pms.misp_license add constraint stays ${stays}`.execute(db)
  await run()
  await sql`alter table pms.misp_license drop constraint stays`.execute(db)
  expect(await rowOf(odd)).toEqual(untouched)
  expect(await rowOf(other)).toMatchObject({ isActive: false })
  expect(await rowOf(unreadable)).toMatchObject({ isActive: false })
  expect(await db.selectFrom('pmp.outboxMessage').select('id').execute()).toHaveLength(2)
  await run()
  expect(await rowOf(odd)).toMatchObject({ isActive: false })
})
