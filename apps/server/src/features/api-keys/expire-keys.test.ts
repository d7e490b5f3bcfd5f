import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { dayMs } from '../../durations.ts'
import { systemActor } from '../../jobs/job.ts'
import { openRegistry, type Registry } from '../../testing/registry.ts'
import { seen } from '../../testing/seen.ts'
import { expireKeysJob } from './expire-keys.ts'

/** A partner of the reference data, and one that the job leaves alone. */
const [partner, skipped] = ['mpartner-default-auth', 'mpartner-default-print'] as const

let registry: Registry
beforeAll(async () => {
  registry = await openRegistry({ SKIPPED_PARTNERS: skipped })
})
afterAll(() => registry.close())

/** An active key that ends so many days from now, or never. */
async function keyOf(partId: string, days: number | null): Promise<string> {
  const { now } = registry.clock
  const end = days === null ? null : new Date(now.getTime() + days * dayMs)
  const apiKey = `${partId}-${days ?? 'never'}`
  await sql`insert into pms.partner_policy (policy_api_key, part_id, policy_id, label,
      valid_from_datetime, valid_to_datetime, is_active, cr_by, cr_dtimes)
    select ${apiKey}, ${partId}, id, ${`ends ${days ?? 'never'}`},
      ${now}::timestamp + ${days ?? 0} * interval '1 minute', ${end}, true, 'x', now()
    from pms.auth_policy where id = 'mpolicy-default-auth'`.execute(registry.db)
  return apiKey
}

const rowOf = (apiKey: string) =>
  registry.db
    .selectFrom('pms.partnerPolicy')
    .select(['isActive', 'updBy'])
    .where('policyApiKey', '=', apiKey)
    .executeTakeFirstOrThrow()

test('keys are switched off when their validity has ended, once, and consumers hear of it', async () => {
  const ended = await keyOf(partner, -1)
  const others = [await keyOf(partner, 1), await keyOf(partner, null), await keyOf(skipped, -1)]
  const run = () => expireKeysJob.run(registry.contextFor(systemActor))
  await run()
  await run()
  expect(await rowOf(ended)).toEqual({
    isActive: false,
    updBy: 'ApiKeyExpiryAutoDeactivationTasklet',
  })
  for (const other of others) expect(await rowOf(other)).toEqual({ isActive: true, updBy: null })
  const events = await seen(registry).outbox({ topic: 'APIKEY_UPDATED', orderingKey: partner })
  const ours = events.filter(({ payload }) => JSON.stringify(payload).includes(ended))
  expect(ours).toMatchObject([
    { payload: { event: { data: { apiKeyData: { apiKeyId: ended, apiKeyStatus: 'DEACTIVE' } } } } },
  ])
  const entries = await seen(registry).audit({ action: 'apiKey.expired', subjectId: partner })
  expect(entries.at(-1)).toMatchObject({ actor: 'SYSTEM', before: { isActive: true } })
})
