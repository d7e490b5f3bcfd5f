import * as contract from '@pmp/contract'
import { readCertificate, readPkcs7 } from '@pmp/x509'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dayMs } from '../../durations.ts'
import { freshUser, refusalOf } from '../../testing/given.ts'
import { seen } from '../../testing/seen.ts'
import { people, startTestServer, type TestServer, type TestUser } from '../../testing/server.ts'
import { withRow } from '../partners/testing.ts'
import { chipTrade, type ChipTrade } from './testing.ts'

let server: TestServer
let trade: ChipTrade
beforeAll(async () => {
  server = await startTestServer()
  trade = await chipTrade(server)
})
afterAll(() => server.close())

describe('the certificate of a chip', () => {
  test('is accepted, handed on with its chain, and waits for approval', async () => {
    const maker = await trade.chipMaker()
    const id = await trade.newChip(maker)
    const certificateData = await maker.leaf()
    const uploaded = await trade.upload(maker, id, { certificateData })
    // FTM consumers verify the uploaded certificate, so that is what the answer holds.
    expect(uploaded.certificateId).toBe(readCertificate(certificateData).pem)
    expect(await trade.chipRow(id)).toMatchObject({
      certificateAlias: expect.stringMatching(/^[0-9a-f-]{36}$/),
      approvalStatus: 'pending_approval',
      isActive: false,
    })
    const events = (await seen(server).outbox({ orderingKey: maker.ftpProviderId })).filter(
      ({ payload }) => JSON.stringify(payload).includes('FTPChipDetailServiceImpl'),
    )
    expect(events).toMatchObject([
      { topic: 'CA_CERTIFICATE_UPLOADED', payload: { event: { data: { partnerDomain: 'FTM' } } } },
    ])
    const { certChain } = JSON.parse(JSON.stringify(events[0]?.payload)).event.data
    expect(uploaded.signedCertificateData).toBe(certChain)
    expect(certChain).toMatch(/^[\w-]+$/)
    const chain = readPkcs7(Buffer.from(certChain, 'base64url'))
    expect(chain.map(({ pem }) => pem)).toEqual([
      readCertificate(certificateData).pem,
      trade.authority.intermediate.certificate.pem,
      trade.authority.root.certificate.pem,
    ])
    expect(
      await seen(server).audit({ action: 'ftmChip.certificateUploaded', subjectId: id }),
    ).toHaveLength(1)
    const own = await server.db
      .selectFrom('keymgr.keyAlias')
      .select('id')
      .where('refId', '=', id)
      .execute()
    expect(own).toEqual([])
  })

  test('another one sends a chip in use back to approval and leaves the first in the store', async () => {
    const maker = await trade.chipMaker()
    const id = await trade.approvedChip(maker)
    const before = await trade.chipRow(id)
    await trade.upload(maker, id)
    const certificateId = (await trade.chipRow(id)).certificateAlias ?? ''
    expect(certificateId).not.toBe(before.certificateAlias)
    const after = { certificateAlias: certificateId, approvalStatus: 'pending_approval' }
    expect(await trade.chipRow(id)).toMatchObject({ ...after, isActive: false })
    const rows = await server.db
      .selectFrom('keymgr.partnerCertStore')
      .select('organizationName')
      .where('certId', 'in', [certificateId, before.certificateAlias ?? ''])
      .execute()
    expect(rows).toHaveLength(2)
  })

  test('gets no right to sign others, in no domain', async () => {
    const maker = await trade.chipMaker()
    for (const { certificate } of [trade.authority.root, trade.authority.intermediate]) {
      await server.call(people.admin, contract.uploadCaCertificate, {
        certificateData: certificate.pem,
        partnerDomain: 'DEVICE',
      })
    }
    const id = await trade.newChip(maker)
    const uploaded = await trade.upload(maker, id, { partnerDomain: 'DEVICE' })
    const signed = readCertificate(uploaded.certificateId)
    expect(signed).toMatchObject({ isCa: false, keyUsage: ['digitalSignature'] })
  })

  test('is refused in the order of the specification, and nothing is stored', async () => {
    const maker = await trade.chipMaker()
    const other = await trade.chipMaker()
    const [id, foreign] = [await trade.newChip(maker), await trade.newChip(other)]
    const refused = (changes: Record<string, string>) => refusalOf(trade.upload(maker, id, changes))
    expect(await refused({ ftpProviderId: 'nobody', ftpChipDeatilId: '404' })).toBe('PMP_AUT_030')
    expect(await refused({ ftpProviderId: other.ftpProviderId })).toBe('PMP_AUT_034')
    expect(await refused({ ftpChipDeatilId: '404', certificateData: 'x' })).toBe('PMP_AUT_031')
    expect(await refused({ ftpChipDeatilId: foreign, certificateData: 'x' })).toBe('PMP_AUT_034')
    expect(await refused({ certificateData: 'x', partnerDomain: 'NOWHERE' })).toBe('KER-KMS-013')
    expect(await refused({ partnerDomain: 'NOWHERE' })).toBe('KER-PCM-011')
    expect(await refused({ partnerDomain: 'MISP' })).toBe('KER-PCM-006')
    // The name of the request counts, and so does that of the provider.
    expect(await refused({ organizationName: 'OTHER' })).toBe('KER-PCM-008')
    const key = '-----BEGIN PRIVATE KEY-----'
    expect(await refused({ certificateData: `${await maker.leaf()}\n${key}` })).toBe('PMP_031')
    const foreignLeaf = await maker.leaf({ organization: 'Somebody else' })
    const pretended = { certificateData: foreignLeaf, organizationName: 'Somebody else' }
    expect(await refused(pretended)).toBe('KER-PCM-008')
    for (const field of ['ftpProviderId', 'ftpChipDeatilId', 'organizationName', 'partnerDomain']) {
      expect(await refused({ [field]: ' ' })).toBe('PMS_COR_001')
    }
    expect(await trade.chipRow(id)).toMatchObject({
      certificateAlias: null,
      approvalStatus: 'pending_cert_upload',
    })
  })

  test('is not taken in the wrong state, from strangers and from nobody', async () => {
    const maker = await trade.chipMaker()
    const pending = await trade.newChip(maker)
    await trade.upload(maker, pending)
    expect(await refusalOf(trade.upload(maker, pending))).toBe('PMP_AUT_038')
    const ended = await trade.approvedChip(maker)
    await trade.deactivate(ended, maker.user)
    expect(await refusalOf(trade.upload(maker, ended))).toBe('PMP_AUT_039')
    const stranger = freshUser(contract.roles.ftmProvider)
    expect(await refusalOf(trade.upload({ ...maker, user: stranger }, pending))).toBe('PMS_PRT_055')
    expect(await refusalOf(trade.upload({ ...maker, user: freshUser() }, pending))).toBe(
      'KER-ATH-403',
    )
    const nobody = server.call(null, contract.uploadFtmChipCertificate, {
      ftpProviderId: maker.ftpProviderId,
      ftpChipDeatilId: pending,
      isItForRegistrationDevice: true,
      certificateData: 'x',
      organizationName: 'x',
      partnerDomain: 'FTM',
    })
    expect(await refusalOf(nobody)).toBe('KER-ATH-401')
  })

  test('says which boolean is missing', async () => {
    const { user, ftpProviderId } = await trade.chipMaker()
    const request = {
      ftpProviderId,
      ftpChipDeatilId: '1',
      certificateData: 'x',
      organizationName: 'x',
      partnerDomain: 'FTM',
    }
    const path = '/v1/partnermanager/ftpchipdetail/uploadcertificate'
    const { status, body } = await server.send(user, 'POST', path, { request })
    expect(status).toBe(400)
    expect(body).toMatchObject({ errors: [{ errorCode: 'PMS_COR_001' }] })
    expect(JSON.stringify(body)).toContain(':request.isItForRegistrationDevice')
  })
})

describe('reading certificates of chips', () => {
  const signed = (by: TestUser | null, ftpChipDetailId: string) =>
    server.call(by, contract.readFtmChipCertificate, { ftpChipDetailId })
  const both = (by: TestUser | null, ftmId: string) =>
    server.call(by, contract.readFtmChipCertificateData, { ftmId })

  test('gives the MOSIP-signed one, and both with their periods', async () => {
    const maker = await trade.chipMaker()
    const id = await trade.newChip(maker)
    expect(await refusalOf(signed(maker.user, id))).toBe('PMP_AUT_033')
    const certificateData = await maker.leaf()
    await trade.upload(maker, id, { certificateData })
    const one = readCertificate((await signed(maker.user, id)).certificateData)
    expect(one.issuer.formatted).toBe(server.keys.signer.certificate.subject.formatted)
    const uploaded = readCertificate(certificateData)
    expect(await both(maker.user, id)).toMatchObject({
      caSignedCertificateData: uploaded.pem,
      caSignedCertUploadDateTime: uploaded.notBefore,
      caSignedCertExpiryDateTime: uploaded.notAfter,
      isCaSignedCertificateExpired: false,
      mosipSignedCertificateData: one.pem,
      mosipSignedCertUploadDateTime: one.notBefore,
      mosipSignedCertExpiryDateTime: one.notAfter,
      isMosipSignedCertificateExpired: false,
    })
    expect(await both(people.admin, id)).not.toHaveProperty('timestamp')
  })

  test('an expired one is told and not given', async () => {
    const maker = await trade.chipMaker()
    const id = await trade.newChip(maker)
    await trade.upload(maker, id)
    const { now } = server.clock
    server.clock.now = new Date(now.getTime() + 366 * dayMs)
    expect(await both(maker.user, id)).toMatchObject({
      mosipSignedCertificateData: '',
      isMosipSignedCertificateExpired: true,
    })
    server.clock.now = now
  })

  test('refuses in the order of the specification', async () => {
    const maker = await trade.chipMaker()
    const waiting = await trade.newChip(maker)
    expect(await refusalOf(both(maker.user, 'fsadf'))).toBe('PMS_PRT_099')
    const lonely = freshUser(contract.roles.ftmProvider)
    expect(await refusalOf(both(lonely, '404'))).toBe('PMS_CERTIFICATE_ERROR_002')
    expect(await refusalOf(both(people.admin, '0191230330'))).toBe('PMS_FTM_ERROR_005')
    const stranger = await trade.chipMaker()
    expect(await refusalOf(both(stranger.user, waiting))).toBe('PMS_FTM_ERROR_006')
    expect(await refusalOf(both(maker.user, waiting))).toBe('PMS_FTM_ERROR_011')
    const ended = await trade.approvedChip(maker)
    await trade.deactivate(ended, maker.user)
    expect(await refusalOf(both(maker.user, ended))).toBe('PMS_FTM_ERROR_009')
    await trade.decide(waiting, false)
    expect(await refusalOf(both(maker.user, waiting))).toBe('PMS_FTM_ERROR_008')
    await withRow(server)(maker.ftpProviderId, { isActive: false })
    expect(await refusalOf(both(maker.user, ended))).toBe('PMS_PMP_016')
    expect(await refusalOf(both(people.bank, ended))).toBe('KER-ATH-403')
    expect(await refusalOf(both(null, ended))).toBe('KER-ATH-401')
  })

  test('tells of a store that lost or broke the certificate', async () => {
    const maker = await trade.chipMaker()
    const id = await trade.newChip(maker)
    await trade.upload(maker, id)
    const certificateId = (await trade.chipRow(id)).certificateAlias ?? ''
    const stored = server.db.updateTable('keymgr.partnerCertStore')
    await stored.set({ certData: 'broken' }).where('certId', '=', certificateId).execute()
    expect(await refusalOf(both(people.admin, id))).toBe('PMS_FTM_ERROR_012')
    await server.db
      .deleteFrom('keymgr.partnerCertStore')
      .where('certId', '=', certificateId)
      .execute()
    expect(await refusalOf(both(people.admin, id))).toBe('KER-PCM-012')
    expect(await refusalOf(signed(people.admin, id))).toBe('KER-PCM-012')
  })

  test('refuses strangers, unknown chips and nobody', async () => {
    const maker = await trade.chipMaker()
    const id = await trade.newChip(maker)
    expect(await refusalOf(signed(maker.user, '404'))).toBe('PMP_AUT_031')
    expect(await refusalOf(signed(freshUser('FTM_PROVIDER'), id))).toBe('PMS_PRT_055')
    expect(await refusalOf(signed(people.bank, id))).toBe('KER-ATH-403')
    expect(await refusalOf(signed(null, id))).toBe('KER-ATH-401')
  })

  test('originals can be switched off', async () => {
    const closed = await startTestServer({ ORIGINAL_CERTIFICATES_AVAILABLE: 'false' })
    const read = closed.call(people.admin, contract.readFtmChipCertificateData, { ftmId: 'x' })
    expect(await refusalOf(read)).toBe('PMS_FEATURE_003')
    await closed.close()
  })
})
