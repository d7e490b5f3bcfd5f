import * as contract from '@pmp/contract'
import { roles } from '@pmp/contract'
import type { TestAuthority } from '@pmp/x509/test-authority'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { asStranger, freshUser, given, refusalOf } from '../../testing/given.ts'
import { people, startTestServer, type TestServer, type TestUser } from '../../testing/server.ts'
import { seen } from '../../testing/seen.ts'
import { revocationScenes, unknownId, type RevocationScenes } from './testing.ts'

let server: TestServer
let groupName: string
let idOf: RevocationScenes['idOf']
let details: RevocationScenes['details']
let scene: RevocationScenes['scene']
const secondAdmin = { userName: 'second-registrar', roles: [roles.partnerAdmin] }
const manager = { userName: 'manager', roles: [roles.partnerManager] }

beforeAll(async () => {
  server = await startTestServer()
  const group = await given(server).policyGroup()
  groupName = group.name
  ;({ idOf, details, scene } = revocationScenes(server))
})
afterAll(() => server.close())

const revoke = (
  certificateId: string,
  reason: (typeof contract.revocationReasons)[number] = 'superseded',
  by: TestUser | null = people.admin,
) => server.call(by, contract.revokeTrustCertificate, { certificateId, reason, remark: ' why ' })

const lift = (certificateId: string, by: TestUser | null = people.admin) =>
  server.call(by, contract.liftTrustCertificateHold, { certificateId })

const outcomeOf = (checks: { rule: string; passed: boolean }[], rule: string) =>
  checks.find((check) => check.rule === rule)?.passed

describe('revoking a trust certificate', () => {
  test('nothing below an intermediate is accepted any more, and the check says why', async () => {
    const { authority, upload, inspect } = await scene()
    expect((await inspect()).isAcceptable).toBe(true)
    const id = await idOf(authority.intermediate)
    await revoke(id)
    expect(await refusalOf(upload())).toBe('KER-PCM-006')
    const { isAcceptable, checks, chain, pathChecks } = await inspect()
    expect(isAcceptable).toBe(false)
    expect(outcomeOf(checks, 'not_revoked')).toBe(false)
    expect(chain.map(({ isRevoked }) => isRevoked)).toEqual([false, true, false])
    expect(pathChecks.filter(({ outcome }) => outcome === 'failed')).toEqual([
      {
        rule: 'not_revoked',
        outcome: 'failed',
        position: 1,
        subject: authority.intermediate.certificate.subject.formatted,
        thumbprintSha256: authority.intermediate.certificate.thumbprintSha256,
        source: 'RFC 5280 §6.1.3 (a)(3), §6.3',
        reason: null,
      },
    ])
    expect(await details(id)).toMatchObject({
      state: 'revoked',
      isTrusted: false,
      revocation: { reason: 'superseded', remark: 'why', revokedBy: 'registrar', isHold: false },
    })
    expect(await seen(server).audit({ subjectId: id })).toMatchObject([
      { action: 'trustStore.certificateAdded' },
      { action: 'certificate.revoked', before: { revoked: null } },
    ])
  })

  test('a revoked root takes everything with it, in its domain only', async () => {
    const authority = await given(server).trustedAuthority('AUTH')
    const pem = ({ certificate }: TestAuthority['root']) => certificate.pem
    const add = (certificateData: string, partnerDomain: string) =>
      server.call(people.admin, contract.uploadCaCertificate, { certificateData, partnerDomain })
    await add(pem(authority.root), 'DEVICE')
    await revoke(await idOf(authority.root))
    const leafCa = await authority.issueLeaf({
      basicConstraints: { ca: true },
      keyUsage: ['keyCertSign'],
    })
    expect(await refusalOf(add(pem(leafCa), 'AUTH'))).toBe('KER-PCM-005')
    expect(await add(pem(authority.intermediate), 'DEVICE')).toMatchObject({
      status: 'Upload Success.',
    })
  })

  test('a revoked root stays refused when its row is gone', async () => {
    const authority = await given(server).trustedAuthority()
    const id = await idOf(authority.root)
    await revoke(id)
    await server.db.deleteFrom('keymgr.caCertStore').where('certId', '=', id).execute()
    const again = server.call(people.admin, contract.uploadCaCertificate, {
      certificateData: authority.root.certificate.pem,
      partnerDomain: 'AUTH',
    })
    expect(await refusalOf(again)).toBe('KER-PCM-005')
  })

  test('a hold can be lifted, or become final; nothing else can', async () => {
    const { authority, upload } = await scene()
    const id = await idOf(authority.intermediate)
    expect(await refusalOf(lift(id))).toBe('PMP_061')
    await revoke(id, 'certificateHold')
    expect(await refusalOf(revoke(id, 'certificateHold'))).toBe('PMP_060')
    expect(await refusalOf(upload())).toBe('KER-PCM-006')
    await lift(id)
    expect((await upload()).certificateId).not.toBe('')
    await revoke(id, 'certificateHold')
    await revoke(id, 'superseded')
    expect(await refusalOf(revoke(id, 'keyCompromise'))).toBe('PMP_060')
    expect(await refusalOf(lift(id))).toBe('PMP_062')
    const { revocation } = await details(id)
    expect(revocation).toMatchObject({ reason: 'superseded', isHold: false })
    expect(
      (await seen(server).audit({ subjectId: id })).map(
        ({ action, outcome }) => `${action} ${outcome}`,
      ),
    ).toEqual([
      'trustStore.certificateAdded success',
      'revocations.manage refused',
      'certificate.revoked success',
      'revocations.manage refused',
      'certificate.holdLifted success',
      'certificate.revoked success',
      'certificate.revoked success',
      'revocations.manage refused',
      'revocations.manage refused',
    ])
  })

  test('of two administrators at once, one does it', async () => {
    const authority = await given(server).trustedAuthority()
    const id = await idOf(authority.intermediate)
    const results = await Promise.allSettled(
      [people.admin, secondAdmin].map((by) => revoke(id, 'superseded', by)),
    )
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  })

  test.each([
    ['an id that is none', 'no*id', 'PMS_PRT_099'],
    ['an unknown id', unknownId, 'KER-PMS-019'],
  ])('refuses %s', async (_, id, code) => {
    expect(await refusalOf(revoke(id))).toBe(code)
    expect(await refusalOf(lift(id))).toBe(code)
  })

  test('refuses unknown reasons, partners, nobody, and the keys of the platform', async () => {
    const authority = await given(server).trustedAuthority()
    const id = await idOf(authority.intermediate)
    for (const reason of ['removeFromCRL', 'because', ''] as never[]) {
      expect(await refusalOf(revoke(id, reason))).toBe('PMS_COR_001')
    }
    for (const by of [people.bank, people.policyManager, manager]) {
      expect(await refusalOf(revoke(id, 'superseded', by))).toBe('KER-ATH-403')
      expect(await refusalOf(lift(id, by))).toBe('KER-ATH-403')
    }
    expect(await refusalOf(revoke(id, 'superseded', null))).toBe('KER-ATH-401')
    expect(await refusalOf(lift(id, null))).toBe('KER-ATH-401')
    await given(server).activePartner(freshUser(), groupName)
    const platform = await server.db
      .selectFrom('keymgr.caCertStore')
      .select('certId')
      .where('certThumbprint', '=', server.keys.root.certificate.thumbprintSha1)
      .executeTakeFirstOrThrow()
    expect(await refusalOf(revoke(platform.certId))).toBe('KER-PMS-019')
    expect((await details(id)).revocation).toBeNull()
  })
})

describe('revoking a partner certificate', () => {
  const revokeLeaf = (
    certificateId: string,
    reason: (typeof contract.revocationReasons)[number] = 'affiliationChanged',
    by: TestUser | null = people.admin,
  ) => server.call(by, contract.revokePartnerCertificate, { certificateId, reason })
  const liftLeaf = (certificateId: string, by: TestUser | null = people.admin) =>
    server.call(by, contract.liftPartnerCertificateHold, { certificateId })
  const statusOf = (partnerId: string, by: TestUser | null = people.admin) =>
    server.call(by, contract.readCertificateStatus, { partnerId })

  test('it is not accepted again, and its owner sees that it is revoked', async () => {
    const { user, partnerId, upload, inspect } = await scene()
    expect(await statusOf(partnerId, user)).toEqual({ certificateId: null, revocation: null })
    const { certificateId } = await upload()
    expect(await statusOf(partnerId, user)).toEqual({ certificateId, revocation: null })
    const events = () => seen(server).outbox({ kind: 'event' })
    const before = await events()
    await revokeLeaf(certificateId)
    expect(await events()).toEqual(before)
    expect(await statusOf(partnerId, user)).toMatchObject({
      certificateId,
      revocation: { reason: 'affiliationChanged', remark: null, isHold: false },
    })
    expect(await refusalOf(upload())).toBe('KER-PCM-006')
    expect((await inspect()).certificates).toMatchObject([{ isRevoked: true }])
    const page = { partnerId, pageNo: 0, pageSize: 10 }
    const { data } = await server.call(user, contract.listCertificateGenerations, page)
    expect(data).toMatchObject([{ generationId: certificateId, isRevoked: true }])
    const signed = await server.call(user, contract.readPartnerCertificate, { partnerId })
    expect(signed.certificateData).toContain('BEGIN CERTIFICATE')
  })

  test('a hold can be lifted, other reasons cannot', async () => {
    const { partnerId, upload } = await scene()
    const { certificateId } = await upload()
    expect(await refusalOf(liftLeaf(certificateId))).toBe('PMP_061')
    await revokeLeaf(certificateId, 'certificateHold')
    expect((await statusOf(partnerId)).revocation).toMatchObject({ isHold: true })
    await liftLeaf(certificateId)
    expect((await statusOf(partnerId)).revocation).toBeNull()
    await revokeLeaf(certificateId)
    expect(await refusalOf(revokeLeaf(certificateId))).toBe('PMP_060')
    expect(await refusalOf(liftLeaf(certificateId))).toBe('PMP_062')
  })

  test('its MOSIP-signed certificate is no authority in its domain any more', async () => {
    const user = freshUser()
    const authority = await given(server).trustedAuthority('DEVICE')
    const { partnerId, organizationName } = await given(server).registeredPartner(user, groupName)
    const leaf = await authority.issueLeaf({ organization: organizationName })
    const { certificateId, signedCertificateData } = await server.call(
      user,
      contract.uploadPartnerCertificate,
      { partnerId, certificateData: leaf.certificate.pem, partnerDomain: 'DEVICE' },
    )
    const judge = async () => {
      const { checks } = await server.call(people.admin, contract.inspectCertificate, {
        certificateData: signedCertificateData,
        partnerDomain: 'DEVICE',
      })
      return outcomeOf(checks, 'not_revoked')
    }
    expect(await judge()).toBe(true)
    await revokeLeaf(certificateId)
    expect(await judge()).toBe(false)
  })

  test('refuses bad input, others and nobody', async () => {
    const { partnerId, upload, user } = await scene()
    const { certificateId } = await upload()
    for (const call of [revokeLeaf, liftLeaf]) {
      expect(await refusalOf(call('no*id'))).toBe('PMS_PRT_099')
      expect(await refusalOf(call(unknownId))).toBe('PMP_063')
    }
    expect(await refusalOf(revokeLeaf(certificateId, 'none' as never))).toBe('PMS_COR_001')
    expect(await refusalOf(revokeLeaf(certificateId, 'superseded', user))).toBe('KER-ATH-403')
    expect(await refusalOf(revokeLeaf(certificateId, 'superseded', null))).toBe('KER-ATH-401')
    expect(await refusalOf(liftLeaf(certificateId, user))).toBe('KER-ATH-403')
    expect(await refusalOf(liftLeaf(certificateId, null))).toBe('KER-ATH-401')
    expect(await refusalOf(statusOf(partnerId, asStranger()))).toBe('PMS_PRT_005')
    expect(await refusalOf(statusOf(partnerId, people.visitor))).toBe('KER-ATH-403')
    expect(await refusalOf(statusOf(partnerId, null))).toBe('KER-ATH-401')
    expect(await refusalOf(statusOf('nobody-at-all'))).toBe('PMS_PRT_005')
    expect((await statusOf(partnerId)).revocation).toBeNull()
  })
})
