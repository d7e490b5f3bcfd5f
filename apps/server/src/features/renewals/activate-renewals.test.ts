import { readCertificate } from '@pmp/x509'
import type { TestAuthority } from '@pmp/x509/test-authority'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dayMs } from '../../durations.ts'
import { systemActor } from '../../jobs/job.ts'
import { openRegistry, refusalOf, type Registry } from '../../testing/registry.ts'
import { seen } from '../../testing/seen.ts'
import { uploadPartnerCertificate } from '../certificates/upload-partner-certificate.ts'
import { activateRenewalsJob } from './activate-renewals.ts'
import { cancelRenewal } from './cancel-renewal.ts'
import { scheduleRenewal } from './schedule-renewal.ts'

let registry: Registry
let authority: TestAuthority
beforeAll(async () => {
  registry = await openRegistry()
  authority = await registry.authority('DEVICE')
})
afterAll(() => registry.close())

const inDays = (days: number) => new Date(registry.clock.now.getTime() + days * dayMs)

function pass(days: number) {
  registry.clock.now = inDays(days)
}

/** One tick of the schedule, by nobody in particular. */
const tick = () => activateRenewalsJob.run(registry.contextFor(systemActor))

/** A partner with a certificate in use and another one that follows in 30 days. */
async function renewing() {
  const partner = await registry.partner()
  const organization = partner.name
  const common = { partnerId: partner.id, partnerDomain: 'DEVICE' }
  // The authority lives at the instant of its making, and the clock goes on from test to test.
  const lifeOf = (days: number) => ({ organization, days: days + passed() })
  const first = (await authority.issueLeaf(lifeOf(700))).certificate
  await registry.as(partner.user, uploadPartnerCertificate, {
    ...common,
    certificateData: first.pem,
  })
  const next = (await authority.issueLeaf(lifeOf(900))).certificate
  const { renewalId } = await registry.as(partner.user, scheduleRenewal, {
    ...common,
    certificateData: next.pem,
    activateAt: inDays(30),
  })
  const before = await rowOf(partner.id)
  return { ...partner, first, next, renewalId, before }
}

const start = Date.now()
const passed = () => Math.ceil((registry.clock.now.getTime() - start) / dayMs)

function rowOf(id: string) {
  return registry.db
    .selectFrom('pms.partner')
    .select(['certificateAlias', 'updBy', 'isActive'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
}

function renewalOf(id: string) {
  return registry.db
    .selectFrom('pmp.certificateRenewal')
    .select(['state', 'endedBy', 'endReason', 'certId'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
}

async function topicsOf(id: string): Promise<string[]> {
  const messages = await seen(registry).outbox({ orderingKey: id })
  return messages.map(({ topic }) => topic).toSorted()
}

async function historyRows(id: string): Promise<number> {
  return (await seen(registry).history(id)).length
}

describe('at its time the next certificate is put into use', () => {
  test('not before, then as an upload does it, by nobody in particular', async () => {
    const { id, before, next, renewalId } = await renewing()
    const snapshots = await historyRows(id)
    pass(29)
    await tick()
    expect(await rowOf(id)).toEqual(before)
    pass(1)
    await tick()
    const { certificateAlias, updBy } = await rowOf(id)
    expect(updBy).toBe('SYSTEM')
    expect(await renewalOf(renewalId)).toEqual({
      state: 'activated',
      endedBy: 'SYSTEM',
      endReason: null,
      certId: certificateAlias,
    })
    const stored = await registry.db
      .selectFrom('keymgr.partnerCertStore')
      .select(['certData', 'signedCertData'])
      .where('certId', '=', certificateAlias)
      .executeTakeFirstOrThrow()
    expect(stored.certData).toBe(next.pem)
    const signed = readCertificate(stored.signedCertData ?? '')
    expect(Math.floor(signed.notBefore.getTime() / 1000)).toBe(
      Math.floor(registry.clock.now.getTime() / 1000),
    )
    const key = await registry.db
      .selectFrom('keymgr.keyAlias')
      .select('certThumbprint')
      .where('refId', '=', id)
      .where('keyExpireDtimes', '>', registry.clock.now)
      .execute()
    expect(key).toEqual([{ certThumbprint: signed.thumbprintSha256 }])
    expect(await topicsOf(id)).toEqual([
      'CA_CERTIFICATE_UPLOADED',
      'CA_CERTIFICATE_UPLOADED',
      'PARTNER_UPDATED',
      'PARTNER_UPDATED',
    ])
    expect(await historyRows(id)).toBe(snapshots + 1)
    expect(
      await seen(registry).audit({ subjectId: id, action: 'certificate.activated' }),
    ).toMatchObject([{ actor: 'SYSTEM' }])
  })

  test('once, also when the job runs twice at once and again', async () => {
    const { id } = await renewing()
    pass(30)
    await Promise.all([tick(), tick()])
    const { certificateAlias } = await rowOf(id)
    await tick()
    expect((await rowOf(id)).certificateAlias).toBe(certificateAlias)
    expect(
      await seen(registry).audit({ subjectId: id, action: 'certificate.activated' }),
    ).toHaveLength(1)
  })

  test('or cancelled, when both happen at once: never both', async () => {
    const { id, user, before, renewalId } = await renewing()
    pass(30)
    const cancelling = registry.as(user, cancelRenewal, { partnerId: id, renewalId })
    const [cancelled] = await Promise.allSettled([cancelling, tick()])
    await tick()
    const { state } = await renewalOf(renewalId)
    const wasCancelled = cancelled.status === 'fulfilled'
    expect(state).toBe(wasCancelled ? 'cancelled' : 'activated')
    expect((await rowOf(id)).certificateAlias === before.certificateAlias).toBe(wasCancelled)
  })

  test('so that it cannot be cancelled afterwards', async () => {
    const { id, user, renewalId } = await renewing()
    pass(30)
    await tick()
    const late = registry.as(user, cancelRenewal, { partnerId: id, renewalId })
    expect(await refusalOf(late)).toBe('PMP_125')
  })
})

describe('nothing changes, and it is told why', () => {
  test('when a rule refuses it at its time', async () => {
    const { id, before, renewalId } = await renewing()
    const topics = await topicsOf(id)
    const other = { organization: 'An organisation of another name' }
    await registry.db
      .updateTable('pms.partner')
      .set({ name: other.organization })
      .where('id', '=', id)
      .execute()
    pass(30)
    await tick()
    expect(await rowOf(id)).toEqual(before)
    expect(await topicsOf(id)).toEqual(topics)
    expect(await renewalOf(renewalId)).toEqual({
      state: 'failed',
      endedBy: 'SYSTEM',
      endReason: 'KER-PCM-008',
      certId: null,
    })
    expect(await seen(registry).audit({ subjectId: id, action: 'renewal.failed' })).toMatchObject([
      { actor: 'SYSTEM', details: { failureCode: 'KER-PCM-008' } },
    ])
  })

  test('when the partner has been deactivated, whoever did it', async () => {
    const { id, before, renewalId } = await renewing()
    await registry.db
      .updateTable('pms.partner')
      .set({ isActive: false })
      .where('id', '=', id)
      .execute()
    pass(30)
    await tick()
    expect(await rowOf(id)).toEqual({ ...before, isActive: false })
    expect(await renewalOf(renewalId)).toMatchObject({
      state: 'cancelled',
      endReason: 'partner_deactivated',
    })
  })

  test('when the deactivation and the job happen at once', async () => {
    const { id, renewalId } = await renewing()
    pass(30)
    const deactivating = registry.deactivate(id)
    await Promise.all([deactivating, tick()])
    await tick()
    expect((await rowOf(id)).isActive).toBe(false)
    expect((await renewalOf(renewalId)).state).not.toBe('scheduled')
  })

  test('and one that cannot be read stops no other', async () => {
    const broken = await renewing()
    const good = await renewing()
    await registry.db
      .updateTable('pmp.certificateRenewal')
      .set({ certData: 'damaged', activateAt: inDays(29) })
      .where('id', '=', broken.renewalId)
      .execute()
    pass(30)
    await tick()
    expect(await renewalOf(broken.renewalId)).toMatchObject({
      state: 'failed',
      endReason: 'KER-KMS-013',
    })
    expect((await renewalOf(good.renewalId)).state).toBe('activated')
  })
})
