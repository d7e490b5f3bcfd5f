import * as contract from '@pmp/contract'
import { readCertificate } from '@pmp/x509'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dayMs } from '../../durations.ts'
import { asStranger, fresh, freshUser, given, refusalOf } from '../../testing/given.ts'
import { people, startTestServer, type TestServer, type TestUser } from '../../testing/server.ts'
import { seen } from '../../testing/seen.ts'

let server: TestServer
let groupName: string
beforeAll(async () => {
  server = await startTestServer()
  groupName = (await given(server).policyGroup()).name
})
afterAll(() => server.close())

const inDays = (days: number) => new Date(server.clock.now.getTime() + days * dayMs)

/** Time passes between what is done, so that there is an order. */
function later() {
  server.clock.now = new Date(server.clock.now.getTime() + 1000)
}

type Schedule = contract.CallOf<typeof contract.scheduleRenewal>

/** A partner with a certificate in use, and the ways to its next one. */
async function renewing() {
  const user = freshUser()
  const partner = await given(server).activePartner(user, groupName)
  const { partnerId, authority, organizationName: organization } = partner
  const leaf = async (options: Parameters<typeof authority.issueLeaf>[0] = {}) =>
    (await authority.issueLeaf({ organization, ...options })).certificate
  const next = await leaf({ days: 900 })
  later()
  function schedule(changes: Partial<Schedule> = {}, by: TestUser | null = user) {
    const wanted = {
      partnerId,
      certificateData: next.pem,
      partnerDomain: 'AUTH',
      activateAt: inDays(30),
    }
    return server.call(by, contract.scheduleRenewal, { ...wanted, ...changes })
  }
  const cancel = (renewalId: string, by: TestUser | null = user) =>
    server.call(by, contract.cancelRenewal, { partnerId, renewalId })
  const history = (by: TestUser | null = user) =>
    server.call(by, contract.listCertificateGenerations, { partnerId })
  return { ...partner, user, next, leafOf: leaf, schedule, cancel, history }
}

const states = ({ data }: { data: { state: string }[] }) => data.map(({ state }) => state)

describe('scheduling the next certificate', () => {
  test('leaves the current one in use and is told to the owner', async () => {
    const { schedule, history, leaf, next, user, partnerId } = await renewing()
    const { renewalId, activateAt } = await schedule({ activateAt: inDays(30) })
    expect(activateAt).toEqual(inDays(30))
    const told = await history()
    expect(states(told)).toEqual(['scheduled', 'current'])
    expect(told.current).toMatchObject({
      thumbprintSha1: leaf.certificate.thumbprintSha1,
      endedAt: null,
    })
    expect(told.renewal).toEqual(told.data[0])
    expect(told.renewal).toMatchObject({
      generationId: renewalId,
      uploadedBy: user.userName,
      thumbprintSha256: next.thumbprintSha256,
      validTill: next.notAfter,
      signedValidTill: null,
      activateAt: inDays(30),
    })
    const asked = { subjectId: partnerId, action: 'renewal.scheduled' }
    expect(await seen(server).audit(asked)).toMatchObject([{ actor: user.userName }])
  })

  test('is for administrators too, and for one that begins later', async () => {
    const { schedule, history, leafOf } = await renewing()
    const starting = await leafOf({ notBefore: inDays(20), days: 900 })
    await schedule({ certificateData: starting.pem }, people.admin)
    expect((await history(people.admin)).renewal).toMatchObject({
      uploadedBy: people.admin.userName,
      validFrom: starting.notBefore,
    })
  })

  test.each([
    ['now', { activateAt: 0 }, 'PMP_121'],
    ['a time after the end of the MOSIP-signed one in use', { activateAt: 366 }, 'PMP_122'],
    ['a file that is no certificate', { certificateData: 'no certificate' }, 'KER-KMS-013'],
    ['no file', { certificateData: ' ' }, 'PMS_COR_001'],
    ['an unknown domain', { partnerDomain: 'NOWHERE' }, 'KER-PCM-011'],
    ['a domain that does not trust its issuer', { partnerDomain: 'FTM' }, 'KER-PCM-006'],
    ['the place of a renewal that does not wait', { replaces: 'another' }, 'PMP_125'],
    ['an unknown partner', { partnerId: 'nobody' }, 'PMS_PRT_005'],
  ] as const)('refuses %s, and nothing waits', async (_, changes, code) => {
    const { schedule, history } = await renewing()
    const days = 'activateAt' in changes ? changes.activateAt : 30
    expect(await refusalOf(schedule({ ...changes, activateAt: inDays(days) }))).toBe(code)
    expect((await history()).renewal).toBeNull()
  })

  test.each([
    ['ends before that time', { days: 20 }, 'PMP_123'],
    ['ends too soon after that time', { days: 360 }, 'KER-KMS-021'],
    ['is of another organisation', { organization: 'Somebody else' }, 'KER-PCM-008'],
  ] as const)('refuses one that %s', async (_, options, code) => {
    const { schedule, leafOf } = await renewing()
    const { pem } = await leafOf(options)
    expect(await refusalOf(schedule({ certificateData: pem }))).toBe(code)
  })

  test('needs a certificate that it follows, and a partner that is active', async () => {
    const user = freshUser()
    const { partnerId } = await given(server).registeredPartner(user, groupName)
    const { schedule, next } = await renewing()
    const early = schedule({ partnerId, certificateData: next.pem }, user)
    expect(await refusalOf(early)).toBe('PMP_124')
    const ended = await renewing()
    await server.call(people.admin, contract.changePartnerStatus, {
      partnerId: ended.partnerId,
      status: 'De-Active',
    })
    expect(await refusalOf(ended.schedule())).toBe('PMS_PMP_016')
  })

  test('refuses strangers, other roles, nobody, and what is no time', async () => {
    const { schedule, user, partnerId, next } = await renewing()
    expect(await refusalOf(schedule({}, asStranger()))).toBe('PMS_PRT_005')
    expect(await refusalOf(schedule({}, people.policyManager))).toBe('KER-ATH-403')
    expect(await refusalOf(schedule({}, null))).toBe('KER-ATH-401')
    const path = `/v1/portal/partners/${partnerId}/renewals`
    const request = { certificateData: next.pem, partnerDomain: 'AUTH', activateAt: 'tomorrow' }
    expect((await server.send(user, 'POST', path, { request })).status).toBe(400)
    const strange = `/v1/portal/partners/${partnerId}%00/renewals`
    expect((await server.send(user, 'POST', strange, { request })).status).toBe(400)
    await schedule()
  })

  test('of two at once, one waits and the other is told so', async () => {
    const { schedule, history } = await renewing()
    const outcomes = await Promise.allSettled([schedule(), schedule({ activateAt: inDays(40) })])
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    const refused = outcomes.find((outcome) => outcome.status === 'rejected')
    expect(refused?.reason).toMatchObject({ code: 'PMP_126' })
    expect(states(await history())).toEqual(['scheduled', 'current'])
  })

  test('takes the place of the one that waits, when it says so', async () => {
    const { schedule, history } = await renewing()
    const first = await schedule()
    later()
    const second = await schedule({ replaces: first.renewalId, activateAt: inDays(40) })
    const told = await history()
    expect(states(told)).toEqual(['scheduled', 'cancelled', 'current'])
    expect(told.renewal?.generationId).toBe(second.renewalId)
    expect(told.data[1]).toMatchObject({ generationId: first.renewalId, endReason: 'replaced' })
  })
})

describe('cancelling it', () => {
  test('leaves the current one in use and says by whom', async () => {
    const { schedule, cancel, history, user } = await renewing()
    const { renewalId } = await schedule()
    expect(await cancel(renewalId)).toEqual({ renewalId })
    const told = await history()
    expect(told.renewal).toBeNull()
    expect(told.data).toMatchObject([
      { state: 'cancelled', endReason: 'withdrawn', endedBy: user.userName },
      { state: 'current' },
    ])
    await schedule()
    expect(states(await history())).toContain('scheduled')
  })

  test('refuses strangers, other roles, nobody, and a second time', async () => {
    const { schedule, cancel, user, partnerId } = await renewing()
    const { renewalId } = await schedule()
    expect(await refusalOf(cancel(renewalId, asStranger()))).toBe('PMS_PRT_005')
    expect(await refusalOf(cancel(renewalId, people.policyManager))).toBe('KER-ATH-403')
    expect(await refusalOf(cancel(renewalId, null))).toBe('KER-ATH-401')
    const strange = `/v1/portal/partners/${partnerId}/renewals/%00`
    expect((await server.send(user, 'DELETE', strange)).status).toBe(400)
    await cancel(renewalId)
    expect(await refusalOf(cancel(renewalId))).toBe('PMP_125')
  })

  test('happens by itself when the partner is deactivated', async () => {
    const { schedule, history, partnerId } = await renewing()
    await schedule()
    await server.call(people.admin, contract.changePartnerStatus, {
      partnerId,
      status: 'De-Active',
    })
    const told = await history()
    expect(told.partner.isDeactivated).toBe(true)
    expect(told.data[0]).toMatchObject({
      state: 'cancelled',
      endReason: 'partner_deactivated',
      endedBy: people.admin.userName,
    })
  })
})

describe('the certificates of a partner', () => {
  test('are every generation, newest first, page by page, with both files', async () => {
    const { history, next, leaf, leafOf, user, partnerId } = await renewing()
    const third = await leafOf({ days: 800 })
    for (const { pem: certificateData } of [next, third]) {
      later()
      const upload = { partnerId, certificateData, partnerDomain: 'AUTH' }
      await server.call(user, contract.uploadPartnerCertificate, upload)
    }
    const told = await history()
    expect(states(told)).toEqual(['current', 'replaced', 'replaced'])
    expect(told.data.map(({ thumbprintSha1 }) => thumbprintSha1)).toEqual(
      [third, next, leaf.certificate].map(({ thumbprintSha1 }) => thumbprintSha1),
    )
    expect(told.data[1]?.endedAt).toEqual(told.data[0]?.uploadedAt)
    const page = await server.call(user, contract.listCertificateGenerations, {
      partnerId,
      pageNo: 1,
      pageSize: 2,
    })
    expect(page).toMatchObject({ totalResults: 3, data: [told.data[2]] })
    const files = await server.call(user, contract.readCertificateGeneration, {
      partnerId,
      generationId: told.data[2]?.generationId ?? '',
    })
    expect(files.uploadedCertificateData).toBe(leaf.certificate.pem)
    const signed = readCertificate(files.signedCertificateData ?? '')
    expect(signed.issuer.formatted).toBe(server.keys.signer.certificate.subject.formatted)
    expect(signed.notAfter).toEqual(told.data[2]?.signedValidTill)
  })

  test('are marked when the one in use has ended', async () => {
    const { history } = await renewing()
    const before = server.clock.now
    server.clock.now = inDays(366)
    const told = await history(people.admin)
    expect(states(told)).toEqual(['expired'])
    expect(told.renewableUntil).toEqual(told.data[0]?.signedValidTill)
    server.clock.now = before
  })

  test('include the one that another installation uploaded', async () => {
    const { history, partnerId } = await renewing()
    await server.db
      .deleteFrom('pmp.partnerCertificate')
      .where('partnerId', '=', partnerId)
      .execute()
    expect((await history()).data).toMatchObject([{ state: 'current', uploadedBy: null }])
  })

  test('are nothing yet before the first upload', async () => {
    const user = freshUser()
    const { partnerId } = await given(server).registeredPartner(user, groupName)
    const told = await server.call(user, contract.listCertificateGenerations, { partnerId })
    expect(told).toMatchObject({ data: [], current: null, renewal: null, renewableUntil: null })
  })

  test('are for the owner and administrators only, as are their files', async () => {
    const { history, partnerId, user } = await renewing()
    const [generation] = (await history()).data
    const generationId = generation?.generationId ?? ''
    const files = (by: TestUser | null, changes = {}) =>
      server.call(by, contract.readCertificateGeneration, { partnerId, generationId, ...changes })
    for (const by of [user, people.admin]) {
      expect((await files(by)).signedCertificateData).toContain('BEGIN CERTIFICATE')
    }
    for (const read of [history, files]) {
      expect(await refusalOf(read(asStranger()))).toBe('PMS_PRT_005')
      expect(await refusalOf(read(people.policyManager))).toBe('KER-ATH-403')
      expect(await refusalOf(read(null))).toBe('KER-ATH-401')
    }
    const another = await renewing()
    expect(await refusalOf(files(another.user, { partnerId: another.partnerId }))).toBe(
      'KER-PCM-012',
    )
    expect(await refusalOf(files(user, { generationId: fresh('none') }))).toBe('KER-PCM-012')
    const path = `/v1/portal/partners/${partnerId}/certificates`
    expect((await server.send(user, 'GET', `${path}/%00`)).status).toBe(400)
    const wrong = await server.send(user, 'GET', `${path}?pageNo=-1&pageSize=5`)
    expect(wrong.body).toMatchObject({ errors: [{ errorCode: 'PMS_PRT_360' }] })
  })
})

describe('the pre-flight of a renewal', () => {
  test('judges as of the instant at which it is put into use', async () => {
    const { user, partnerId, leafOf } = await renewing()
    const starting = await leafOf({ notBefore: inDays(20), days: 900 })
    const inspection = { certificateData: starting.pem, partnerDomain: 'AUTH', partnerId } as const
    const now = await server.call(user, contract.inspectCertificate, inspection)
    expect(now.isAcceptable).toBe(false)
    const activateAt = inDays(30)
    const then = await server.call(user, contract.inspectCertificate, { ...inspection, activateAt })
    expect(then.isAcceptable).toBe(true)
  })
})
