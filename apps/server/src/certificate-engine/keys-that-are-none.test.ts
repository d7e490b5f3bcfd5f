/** Keys that are none: refused at every door by both sets of rules, and nothing of them is kept. */
import { createPublicKey } from 'node:crypto'
import * as contract from '@pmp/contract'
import {
  keysThatAreNone,
  keysTooLong,
  pointAtInfinity,
  soundKey,
  withForgedSignature,
  withKey,
} from '@pmp/x509/keys-that-are-none'
import { createTestAuthority, type TestCertificate } from '@pmp/x509/test-authority'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dayMs } from '../durations.ts'
import { chipTrade } from '../features/ftm-chips/testing.ts'
import { fresh, freshUser, given, refusalOf } from '../testing/given.ts'
import { people, startTestServer } from '../testing/server.ts'
import { insertTrustCertificate } from './queries.ts'

/** Where certificates come in. */
const doors = [
  'trust store',
  'check of an authority',
  'partner',
  'renewal',
  'chip',
  'check of a leaf',
] as const
type Door = (typeof doors)[number]

const isForAuthorities = (door: Door) => door === 'trust store' || door === 'check of an authority'

/** The code of a door for what leads to no trusted authority; a check tells instead of refusing. */
function refusalAt(door: Door): string {
  if (door.startsWith('check')) return 'told'
  return isForAuthorities(door) ? 'KER-PCM-005' : 'KER-PCM-006'
}

type Made = Parameters<typeof withKey>[0]

const madeOf = ({ certificate, privateKey }: TestCertificate): Made => ({
  certificate,
  key: { privateKey, publicKey: createPublicKey(privateKey) },
})

/** A server by these rules with somebody at each of its doors. */
async function openScene(rules: string) {
  const server = await startTestServer({
    CERTIFICATE_PATH_RULES: rules,
    CERTIFICATE_SIGNATURE_ALGORITHMS: 'SHA256withRSA,SHA256withECDSA',
  })
  const { call, clock, db } = server
  const user = freshUser()
  const group = await given(server).policyGroup()
  const { partnerId, organizationName } = await given(server).activePartner(user, group.name)
  const trade = await chipTrade(server)
  const maker = await trade.chipMaker()
  const chipId = await trade.newChip(maker)
  const authority = await createTestAuthority({
    now: clock.now,
    organization: fresh('Test CA'),
    keyType: 'EC',
  })
  const [root, middle] = [madeOf(authority.root), madeOf(authority.intermediate)]
  for (const partnerDomain of ['AUTH', 'FTM']) {
    const certificateData = root.certificate.pem
    await call(people.admin, contract.uploadCaCertificate, { certificateData, partnerDomain })
  }
  const domainOf = (door: Door) => (door === 'chip' ? 'FTM' : 'AUTH')

  /** What somebody would bring to a door. */
  async function offerFor(door: Door): Promise<Made> {
    const usual = { days: 900 }
    const asAuthority = { basicConstraints: { ca: true }, keyUsage: ['keyCertSign'] }
    const organization = door === 'chip' ? maker.organizationName : organizationName
    const options = isForAuthorities(door) ? asAuthority : { organization }
    return madeOf(await authority.issueLeaf({ ...usual, ...options }))
  }

  const report = async (certificateData: string, owner?: string) =>
    call(people.admin, contract.inspectCertificate, {
      certificateData,
      partnerDomain: 'AUTH',
      partnerId: owner,
    })

  async function inspect(certificateData: string, owner?: string) {
    const { isAcceptable } = await report(certificateData, owner)
    if (!isAcceptable) throw new contract.CallFailed(200, [{ errorCode: 'told', message: '' }])
  }

  const senders: Record<Door, (certificateData: string) => Promise<unknown>> = {
    'trust store': (certificateData) =>
      call(people.admin, contract.uploadCaCertificate, { certificateData, partnerDomain: 'AUTH' }),
    'check of an authority': (certificateData) => inspect(certificateData),
    partner: (certificateData) =>
      call(user, contract.uploadPartnerCertificate, {
        partnerId,
        certificateData,
        partnerDomain: 'AUTH',
      }),
    renewal: (certificateData) =>
      call(user, contract.scheduleRenewal, {
        partnerId,
        certificateData,
        partnerDomain: 'AUTH',
        activateAt: new Date(clock.now.getTime() + 30 * dayMs),
      }),
    chip: (certificateData) => trade.upload(maker, chipId, { certificateData }),
    'check of a leaf': (certificateData) => inspect(certificateData, partnerId),
  }

  /** Runs work while an authority is in the trust store, as a release before might have kept it. */
  async function whileKept<T>({ certificate }: Made, domain: string, work: () => Promise<T>) {
    const kept = { certificate, domain, issuerId: undefined, now: clock.now }
    const id = await insertTrustCertificate(db, kept)
    try {
      return await work()
    } finally {
      await db
        .deleteFrom('keymgr.caCertStore')
        .where('certId', '=', id ?? '')
        .execute()
    }
  }

  const reports: Record<'leaf' | 'authority', typeof report> = {
    leaf: (certificateData) => report(certificateData, partnerId),
    authority: (certificateData) => report(certificateData),
  }
  return { server, root, middle, domainOf, offerFor, senders, reports, whileKept }
}

describe.each(['strict', 'upstream'])('by %s rules', (rules) => {
  let scene: Awaited<ReturnType<typeof openScene>>
  beforeAll(async () => {
    scene = await openScene(rules)
  })
  afterAll(() => scene.server.close())

  /** Every row of every table but the audit trail and its counts. */
  async function everything(): Promise<Record<string, unknown>> {
    const { db } = scene.server
    const { rows: tables } = await sql<{ name: string }>`
      select quote_ident(schemaname) || '.' || quote_ident(tablename) as name from pg_tables
      where schemaname in ('pms', 'pmp', 'keymgr') and tablename not like 'audit%'`.execute(db)
    const kept: Record<string, unknown> = {}
    for (const { name } of tables) {
      const lines = sql`select t.*::text as line from ${sql.raw(name)} t order by line`
      kept[name] = (await lines.execute(db)).rows
    }
    return kept
  }

  /** How a door refuses a key: in a certificate, and in the authority that signed one. */
  async function refusals(door: Door, key: Uint8Array) {
    const { root, middle, domainOf, offerFor, senders, whileKept } = scene
    const offer = await offerFor(door)
    const refusal = ({ certificate }: Made) => refusalOf(senders[door](certificate.pem))
    const below = await whileKept(middle, domainOf(door), () =>
      refusal(withKey(offer, middle, key)),
    )
    const kept = withKey(middle, root, key)
    const above = await whileKept(kept, domainOf(door), () => refusal(offer))
    if (!isForAuthorities(door)) return [below, above]
    return [below, above, await refusal(withKey(root, root, key)), await refusal(kept)]
  }

  test.each(doors)('each is refused at the door: %s', async (door) => {
    const before = await everything()
    // A key that takes too long is not even judged.
    const expected = [refusalAt(door), 'PMP_030']
    for (const [what, key] of [...keysThatAreNone, ...keysTooLong]) {
      const found = await refusals(door, key)
      expect(expected, `${what}: ${found.join(', ')}`).toEqual(expect.arrayContaining(found))
    }
    expect(await everything()).toEqual(before)
  })

  test.each([
    ['an even modulus', 'key_modulus_even'],
    ['a modulus with the factor 3', 'key_modulus_factor'],
    ['exponent 1', 'key_exponent_one'],
    ['the point at infinity', 'key_point_at_infinity'],
    ['a point beside its curve', 'key_off_curve'],
  ])('the check before an upload says that it is %s', async (what, flaw) => {
    const { root, middle, offerFor, reports, whileKept } = scene
    const [, key = new Uint8Array()] = keysThatAreNone.find(([name]) => name === what) ?? []
    const leaf = withKey(await offerFor('check of a leaf'), middle, key)
    const authority = withKey(middle, root, key)
    const told = await whileKept(middle, 'AUTH', async () => [
      await reports.leaf(leaf.certificate.pem),
      await reports.authority(authority.certificate.pem),
    ])
    for (const { checks, pathChecks } of told) {
      const refused = checks.filter(({ failureCode }) =>
        ['KER-PCM-005', 'KER-PCM-006'].includes(failureCode ?? ''),
      )
      expect(refused.map(({ details }) => details['reason'])).toContain(flaw)
      expect(pathChecks).toContainEqual(
        expect.objectContaining({ rule: 'strong_key', position: 0, reason: flaw }),
      )
    }
  })

  test.each(doors)('what no private key signed is refused at the door: %s', async (door) => {
    const { root, middle, domainOf, offerFor, senders, whileKept } = scene
    const { certificate } = withForgedSignature(await offerFor(door), middle)
    const kept = withKey(middle, root, pointAtInfinity)
    const sending = whileKept(kept, domainOf(door), () => senders[door](certificate.pem))
    expect(await refusalOf(sending)).toBe(refusalAt(door))
  })

  test.each(doors)('a sound key passes the door: %s', async (door) => {
    const { middle, domainOf, offerFor, senders, whileKept } = scene
    const { certificate } = withKey(await offerFor(door), middle, soundKey)
    const sending = whileKept(middle, domainOf(door), () => senders[door](certificate.pem))
    await expect(sending).resolves.not.toThrow()
  })
})
