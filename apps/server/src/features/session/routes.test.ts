import * as contract from '@pmp/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { asStranger, freshUser, given, refusalOf } from '../../testing/given.ts'
import { people, startTestServer, type TestServer } from '../../testing/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

describe('the session', () => {
  test('tells a partner how far it is', async () => {
    const ready = await given(server).readyPartner()
    const session = await server.call(ready.user, contract.readSession, {})
    expect(session).toMatchObject({
      userName: ready.user.userName,
      consentGiven: false,
      pendingPolicyRequests: null,
      pendingNameRequests: null,
      certificatePathRules: null,
      partners: [
        {
          partnerId: ready.partnerId,
          policyGroupName: ready.group.name,
          hasCertificate: true,
          isActive: true,
          pendingRequests: 0,
          approvedRequests: 1,
          activeApiKeys: 0,
          activeLicences: 0,
        },
      ],
    })
    const [certificate] = await server.call(ready.user, contract.listPartnerCertificates, {})
    expect(session.partners[0]?.certificateExpiresAt).toEqual(
      certificate?.certificateExpiryDateTime,
    )
    expect(session.permissions).toContain('apiKeys.generate')
    expect(session.permissions).not.toContain('policyRequests.decide')
    const other = await server.call(asStranger(), contract.readSession, {})
    expect(other).toMatchObject({ partners: [], pendingPolicyRequests: null })
  })

  test('tells an administrator what waits', async () => {
    const group = await given(server).policyGroup()
    await given(server).publishedPolicy(group, 'Waiting')
    const user = freshUser()
    await given(server).activePartner(user, group.name)
    await given(server).pendingRequest(user, 'Waiting')
    const { pendingNameRequests: before } = await server.call(
      people.admin,
      contract.readSession,
      {},
    )
    const { partnerId } = await given(server).readyPartner()
    await server.call(people.admin, contract.requestOrganizationName, {
      partnerId,
      newName: 'Another name',
      reason: 'The register has it so',
    })
    const session = await server.call(people.admin, contract.readSession, {})
    expect(session.pendingPolicyRequests).toBeGreaterThanOrEqual(1)
    expect(session.pendingNameRequests).toBe((before ?? 0) + 1)
    expect(session.trustCertificates).toBeGreaterThanOrEqual(2)
    expect(session.certificatePathRules).toBe('strict')
  })

  test('is refused to nobody', async () => {
    expect(await refusalOf(server.call(null, contract.readSession, {}))).toBe('KER-ATH-401')
  })
})

describe('consent', () => {
  test('is given once, kept, and leaves the seen mark alone', async () => {
    const user = freshUser()
    const { name } = await given(server).policyGroup()
    await given(server).registeredPartner(user, name)
    expect(await server.call(user, contract.readConsent, {})).toEqual({
      userId: user.userName,
      consentGiven: false,
      consentGivenDateTime: null,
    })
    await server.call(user, contract.giveConsent, {})
    const seen = new Date('2026-01-01T00:00:00.000Z')
    await server.db
      .updateTable('pms.userDetails')
      .set({ notificationsSeenDtimes: seen })
      .where('userId', '=', user.userName)
      .execute()
    const again = await server.call(user, contract.giveConsent, {})
    expect(again).toMatchObject({ consentGiven: true, consentGivenDateTime: server.clock.now })
    const rows = await server.db
      .selectFrom('pms.userDetails')
      .select(['id', 'notificationsSeenDtimes'])
      .where('userId', '=', user.userName)
      .execute()
    expect(rows).toEqual([
      { id: expect.stringMatching(/^id[0-9a-f]{32}$/), notificationsSeenDtimes: seen },
    ])
  })

  test.each([contract.roles.mispPartner, contract.roles.manualAdjudication])(
    'is asked of holders of %s, too, whom upstream leaves out',
    async (role) => {
      const user = freshUser(role)
      const { name } = await given(server).policyGroup()
      await given(server).registeredPartner({ ...user, roles: [contract.roles.authPartner] }, name)
      const { permissions } = await server.call(user, contract.readSession, {})
      expect(permissions).toContain('users.consent')
      expect(await server.call(user, contract.giveConsent, {})).toMatchObject({
        consentGiven: true,
      })
    },
  )

  test('needs a partner, except of administrators, and is refused to nobody', async () => {
    expect(await refusalOf(server.call(freshUser(), contract.giveConsent, {}))).toBe(
      'PMS_CERTIFICATE_ERROR_002',
    )
    expect(await refusalOf(server.call(freshUser(), contract.readConsent, {}))).toBe(
      'PMS_CERTIFICATE_ERROR_002',
    )
    expect(await server.call(people.admin, contract.giveConsent, {})).toMatchObject({
      consentGiven: true,
    })
    expect(await refusalOf(server.call(null, contract.giveConsent, {}))).toBe('KER-ATH-401')
    expect(await refusalOf(server.call(people.visitor, contract.giveConsent, {}))).toBe(
      'KER-ATH-403',
    )
    expect(await refusalOf(server.call(people.visitor, contract.readConsent, {}))).toBe(
      'KER-ATH-403',
    )
  })
})

describe('settings and roles', () => {
  test('are told to any user', async () => {
    const config = await server.call(people.visitor, contract.readSystemConfig, {})
    expect(config).toMatchObject({
      clientAuthMethods: 'private_key_jwt',
      inActivityTimer: '25',
      partnerIdMaxLength: '36',
      phoneNumberMaxLength: '16',
      isOidcClientAdditionalInfoRequired: 'true',
      supportedNotificationLanguages: 'eng,fra,ara',
      supportedOidcLanguages: 'eng,fra,ara',
      allowedCredentialTypes: 'auth,qrcode,euin,reprint,vercred,opencrvs',
      allowedBioextractorModalities: 'face,iris,finger',
      allowedBioextractorModalitiesAttributeNameMap: 'face:photo,iris:iris,finger:fingerprint',
    })
    const { roles } = await server.call(people.visitor, contract.listRoles, {})
    expect(roles).toContain('AUTH_PARTNER')
    expect(await refusalOf(server.call(null, contract.listRoles, {}))).toBe('KER-ATH-401')
  })
})
