import * as contract from '@pmp/contract'
import { issueCrl, readCertificate, readCrl, type CrlOrder } from '@pmp/x509'
import type { TestAuthority } from '@pmp/x509/test-authority'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hourMs } from '../../durations.ts'
import { fresh, freshUser, given, refusalOf } from '../../testing/given.ts'
import { people, startTestServer, type TestServer, type TestUser } from '../../testing/server.ts'
import { revocationScenes, unknownId, type RevocationScenes } from './testing.ts'

let server: TestServer
let idOf: RevocationScenes['idOf']
let details: RevocationScenes['details']
let scene: RevocationScenes['scene']

beforeAll(async () => {
  server = await startTestServer()
  ;({ idOf, details, scene } = revocationScenes(server))
})
afterAll(() => server.close())

describe('the list of another authority', () => {
  const hour = (hours: number) => new Date(server.clock.now.getTime() + hours * hourMs)

  function listOf(
    { certificate, privateKey }: TestAuthority['root'],
    order: Partial<CrlOrder> = {},
  ) {
    return issueCrl({
      issuer: certificate,
      signingKey: privateKey,
      thisUpdate: hour(-1),
      nextUpdate: hour(24),
      crlNumber: 5n,
      revoked: [],
      ...order,
    })
  }

  const store = (certificateId: string, crlData: string, by: TestUser | null = people.admin) =>
    server.call(by, contract.uploadRevocationList, { certificateId, crlData })
  const forget = (certificateId: string, by: TestUser | null = people.admin) =>
    server.call(by, contract.forgetRevocationList, { certificateId })
  const setUrl = (certificateId: string, url: string, by: TestUser | null = people.admin) =>
    server.call(by, contract.changeRevocationListUrl, { certificateId, url })
  const base64 = ({ der }: { der: Uint8Array }) => Buffer.from(der).toString('base64')

  test('decides what is accepted below it, until a newer one says otherwise', async () => {
    const { authority, certificate, upload, inspect } = await scene()
    const { intermediate } = authority
    const id = await idOf(intermediate)
    const entry = { serialNumber: certificate.serialNumber, revokedAt: hour(-2) }
    const bad = await listOf(intermediate, { revoked: [{ ...entry, reason: 'keyCompromise' }] })
    expect(await store(id, base64(bad))).toMatchObject({ crlNumber: '5', revokedCount: 1 })
    expect(await refusalOf(upload())).toBe('KER-PCM-006')
    const { chain, pathChecks } = await inspect()
    expect(chain.map(({ isRevoked }) => isRevoked)).toEqual([true, false, false])
    expect(pathChecks).toContainEqual(
      expect.objectContaining({ rule: 'not_revoked', outcome: 'failed', position: 0 }),
    )
    expect((await details(id)).list).toMatchObject({ crlNumber: '5', storedBy: 'registrar' })
    const older = await listOf(intermediate, { crlNumber: 4n })
    expect(await refusalOf(store(id, base64(older)))).toBe('PMP_067')
    const armoured = (crl: { der: Uint8Array }) =>
      `-----BEGIN X509 CRL-----\n${base64(crl)}\n-----END X509 CRL-----`
    await store(id, armoured(await listOf(intermediate, { crlNumber: 6n })))
    expect((await upload()).certificateId).not.toBe('')
  })

  test('counts for every domain of the authority', async () => {
    const { authority, certificate, upload } = await scene()
    const addToFtm = ({ certificate: { pem } }: TestAuthority['root']) =>
      server.call(people.admin, contract.uploadCaCertificate, {
        certificateData: pem,
        partnerDomain: 'FTM',
      })
    await addToFtm(authority.root)
    await addToFtm(authority.intermediate)
    const entry = { serialNumber: certificate.serialNumber, revokedAt: hour(-2) }
    const list = await listOf(authority.intermediate, {
      revoked: [{ ...entry, reason: 'unspecified' }],
    })
    await store(await idOf(authority.intermediate, 'FTM'), base64(list))
    expect(await refusalOf(upload())).toBe('KER-PCM-006')
  })

  test('that has ended lets nothing pass, until it is forgotten', async () => {
    const { authority, upload } = await scene()
    const id = await idOf(authority.intermediate)
    await store(id, base64(await listOf(authority.intermediate, { nextUpdate: hour(1) })))
    const before = server.clock.now
    server.clock.now = hour(2)
    expect(await refusalOf(upload())).toBe('KER-PCM-006')
    await forget(id)
    expect((await details(id)).list).toBeNull()
    expect((await upload()).certificateId).not.toBe('')
    server.clock.now = before
  })

  test('of today decides about a renewal that comes later', async () => {
    const { authority, user, partnerId, upload } = await scene()
    await upload()
    await store(
      await idOf(authority.intermediate),
      base64(await listOf(authority.intermediate, { nextUpdate: hour(24) })),
    )
    const next = await authority.issueLeaf({ organization: `${user.userName} Ltd`, days: 900 })
    const asked = {
      partnerId,
      certificateData: next.certificate.pem,
      partnerDomain: 'AUTH' as const,
      activateAt: hour(20 * 24),
    }
    const { isAcceptable } = await server.call(user, contract.inspectCertificate, asked)
    expect(isAcceptable).toBe(true)
    const renewal = { ...asked, replaces: null }
    const { renewalId } = await server.call(user, contract.scheduleRenewal, renewal)
    expect(renewalId).not.toBe('')
  })

  test('is refused when it does not count', async () => {
    const authority = await given(server).trustedAuthority()
    const stranger = await given(server).trustedAuthority()
    const id = await idOf(authority.intermediate)
    const ended = await listOf(authority.intermediate, {
      thisUpdate: hour(-9),
      nextUpdate: hour(-1),
    })
    expect(await refusalOf(store(id, base64(ended)))).toBe('PMP_065')
    expect(await refusalOf(store(id, base64(await listOf(stranger.intermediate))))).toBe('PMP_066')
    expect(await refusalOf(store(id, base64(await listOf(authority.root))))).toBe('PMP_066')
    expect(await refusalOf(store(id, authority.root.certificate.pem))).toBe('PMP_064')
    expect(await refusalOf(store(id, 'This is no list!'))).toBe('PMP_064')
    expect(await refusalOf(store(id, ' '))).toBe('PMS_COR_001')
    expect((await details(id)).list).toBeNull()
  })

  test('has an address of the public internet', async () => {
    const authority = await given(server).trustedAuthority()
    const id = await idOf(authority.intermediate)
    for (const url of ['http://127.0.0.1/ca.crl', 'http://10.0.0.1/', 'ftp://pki.example', 'x']) {
      expect(await refusalOf(setUrl(id, url))).toBe('PMP_068')
    }
    expect(await refusalOf(setUrl(id, ' '))).toBe('PMS_COR_001')
    await setUrl(id, ' https://pki.example/ca.crl ')
    expect((await details(id)).list).toMatchObject({
      url: 'https://pki.example/ca.crl',
      thisUpdate: null,
    })
    await forget(id)
    expect((await details(id)).list).toBeNull()
  })

  test('is governed by partner administrators only', async () => {
    const id = await idOf((await given(server).trustedAuthority()).intermediate)
    for (const [by, code] of [
      [people.bank, 'KER-ATH-403'],
      [null, 'KER-ATH-401'],
    ] as const) {
      expect(await refusalOf(store(id, 'x', by))).toBe(code)
      expect(await refusalOf(setUrl(id, 'https://pki.example/', by))).toBe(code)
      expect(await refusalOf(forget(id, by))).toBe(code)
    }
    for (const [wrong, code] of [
      ['no*id', 'PMS_PRT_099'],
      [unknownId, 'KER-PMS-019'],
    ] as const) {
      expect(await refusalOf(store(wrong, 'x'))).toBe(code)
      expect(await refusalOf(setUrl(wrong, 'https://pki.example/'))).toBe(code)
      expect(await refusalOf(forget(wrong))).toBe(code)
    }
  })
})

describe('our own list', () => {
  const lists = (by: TestUser | null = people.admin) =>
    server.call(by, contract.listOwnRevocationLists, {})

  async function fetchList(headers: Record<string, string> = {}) {
    const path = `/crl/${server.keys.signer.id}.crl`
    return fetch(server.url + path, { headers })
  }

  test('is there for everybody, without a sign-in, and is not made anew on every request', async () => {
    const first = await fetchList()
    expect(first.status).toBe(200)
    expect(first.headers.get('content-type')).toBe('application/pkix-crl')
    expect(first.headers.get('cache-control')).toBe('public, max-age=900')
    const second = await fetchList()
    expect(await second.bytes()).toEqual(await first.bytes())
    const known = await fetchList({ 'if-none-match': first.headers.get('etag') ?? '' })
    expect(known.status).toBe(304)
    expect((await fetch(`${server.url}/crl/${unknownId}.crl`)).status).toBe(404)
  })

  test('names a MOSIP-signed certificate from the moment it is revoked, under a greater number', async () => {
    const { user, upload } = await scene()
    const { certificateId } = await upload()
    const before = readCrl(await (await fetchList()).bytes())
    const { certificateData } = await server.call(user, contract.readPartnerCertificate, {
      partnerId: user.userName,
    })
    await server.call(people.admin, contract.revokePartnerCertificate, {
      certificateId,
      reason: 'certificateHold',
    })
    const after = readCrl(await (await fetchList()).bytes())
    expect(after.revoked.size).toBe(before.revoked.size + 1)
    expect(after.crlNumber).toBe((before.crlNumber ?? 0n) + 1n)
    const { serialNumber } = readCertificate(certificateData)
    expect(after.revoked.get(serialNumber)).toMatchObject({ reason: 'certificateHold' })
    await server.call(people.admin, contract.liftPartnerCertificateHold, { certificateId })
    const lifted = readCrl(await (await fetchList()).bytes())
    expect(lifted.crlNumber).toBe((after.crlNumber ?? 0n) + 1n)
    expect(lifted.revoked.size).toBe(before.revoked.size)
  })

  test('is told to administrators with its address', async () => {
    await fetchList()
    expect(await lists()).toMatchObject([
      {
        url: `${server.config.PUBLIC_URL}/crl/${server.keys.signer.id}.crl`,
        isCurrent: true,
        isPublished: true,
        crlNumber: expect.stringMatching(/^\d+$/),
      },
    ])
    expect(await refusalOf(lists(people.bank))).toBe('KER-ATH-403')
    expect(await refusalOf(lists(null))).toBe('KER-ATH-401')
  })

  test('names itself in certificates only where that is set', async () => {
    const named = await startTestServer({ CRL_IN_CERTIFICATES: 'true' })
    const group = await given(named).policyGroup(fresh('Banks'))
    const user = freshUser()
    await given(named).activePartner(user, group.name)
    const url = `${named.config.PUBLIC_URL}/crl/${named.keys.signer.id}.crl`
    const { certificateData } = await named.call(user, contract.readPartnerCertificate, {
      partnerId: user.userName,
    })
    expect(Buffer.from(certificateData.split('-----')[2] ?? '', 'base64').includes(url)).toBe(true)
    await named.close()
  })
})
