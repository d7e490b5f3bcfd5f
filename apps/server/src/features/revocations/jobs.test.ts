import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { issueCrl, readCrl, type CrlOrder } from '@pmp/x509'
import type { TestAuthority } from '@pmp/x509/test-authority'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { findTrustCertificateId, findListState } from '../../certificate-engine/queries.ts'
import { authorityKeyOf } from '../../certificate-engine/revocation.ts'
import { transaction } from '../../database/database.ts'
import { systemActor } from '../../jobs/job.ts'
import { openRegistry, registrar, type Registry } from '../../testing/registry.ts'
import { seen } from '../../testing/seen.ts'
import { uploadPartnerCertificate } from '../certificates/upload-partner-certificate.ts'
import { changeRevocationListUrl, uploadRevocationList } from './authority-list.ts'
import { fetchListsJob } from './fetch-lists.ts'
import { publishListsJob } from './publish-own-list.ts'
import { findIssuedList } from './queries.ts'
import { revokePartnerCertificate } from './revoke-certificate.ts'

let registry: Registry
let host: Server
let port: number
/** What the other authority's server answers. */
let answer: RequestListener
let asked: string[] = []
let authority: TestAuthority
let certificateId: string

const minuteMs = 60_000
const inMinutes = (minutes: number) => new Date(registry.clock.now.getTime() + minutes * minuteMs)

beforeAll(async () => {
  host = createServer((request, response) => {
    asked.push(request.url ?? '')
    answer(request, response)
  })
  await new Promise<void>((resolve) => {
    host.listen(0, '127.0.0.1', resolve)
  })
  ;({ port } = host.address() as AddressInfo)
  registry = await openRegistry({ CRL_FETCH_HOSTS: `127.0.0.1:${port}` })
})
afterAll(async () => {
  host.close()
  await registry.close()
})

beforeEach(async () => {
  asked = []
  authority = await registry.authority('AUTH')
  const { thumbprintSha1 } = authority.intermediate.certificate
  certificateId = (await findTrustCertificateId(registry.db, thumbprintSha1, 'AUTH')) ?? ''
})

function listOf(order: Partial<CrlOrder> = {}) {
  const { certificate, privateKey } = authority.intermediate
  return issueCrl({
    issuer: certificate,
    signingKey: privateKey,
    thisUpdate: inMinutes(-60),
    nextUpdate: inMinutes(10_000),
    crlNumber: 1n,
    revoked: [],
    ...order,
  })
}

const give =
  (bytes: Uint8Array | string): RequestListener =>
  (_, response) => {
    response.end(bytes)
  }

async function fetchAll() {
  await fetchListsJob.run(registry.contextFor(systemActor))
  return findListState(registry.db, authorityKeyOf(authority.intermediate.certificate))
}

const setUrl = (path = '/ca.crl') =>
  registry.as(registrar, changeRevocationListUrl, {
    certificateId,
    url: `http://127.0.0.1:${port}${path}`,
  })

async function auditOf(action: string) {
  const subjectId = authorityKeyOf(authority.intermediate.certificate)
  return seen(registry).audit({ action, subjectId })
}

describe('fetching lists', () => {
  test('stores the list behind an address, once, and asks again after the set time', async () => {
    const { der } = await listOf()
    answer = give(der)
    await setUrl()
    expect(await fetchAll()).toMatchObject({
      crlNumber: '1',
      revokedCount: 0,
      failure: null,
      storedBy: 'SYSTEM',
      triedAt: registry.clock.now,
    })
    await fetchAll()
    expect(asked).toEqual(['/ca.crl'])
    registry.clock.now = inMinutes(61)
    await fetchAll()
    expect(asked).toEqual(['/ca.crl', '/ca.crl'])
    expect(await auditOf('revocationList.stored')).toMatchObject([{ actor: 'SYSTEM' }])
  })

  test('reads PEM, and follows a redirect to a named host', async () => {
    const { der } = await listOf()
    const armoured = `-----BEGIN X509 CRL-----\n${Buffer.from(der).toString('base64')}\n-----END X509 CRL-----\n`
    answer = (request, response) => {
      if (request.url === '/moved.crl') return response.end(armoured)
      return response.writeHead(302, { location: '/moved.crl' }).end()
    }
    await setUrl()
    expect(await fetchAll()).toMatchObject({ crlNumber: '1', failure: null })
    expect(asked).toEqual(['/ca.crl', '/moved.crl'])
  })

  test.each<[string, () => RequestListener | Promise<RequestListener>, string]>([
    ['what is no list', () => give('<html>'), 'crl_unreadable'],
    ['another status', () => (_, response) => void response.writeHead(500).end(), 'status'],
    [
      'a redirect into the own network',
      () => (_, response) => void response.writeHead(302, { location: 'http://10.0.0.1/' }).end(),
      'crl_url_not_allowed',
    ],
    [
      'redirects without end',
      () => (_, response) => void response.writeHead(302, { location: '/again' }).end(),
      'redirects',
    ],
    ['more than a list may have', () => give(Buffer.alloc(9 * 1024 * 1024)), 'too_large'],
    ['a connection that breaks', () => (request) => void request.socket.destroy(), 'unreachable'],
    [
      'an older list',
      async () => give((await listOf({ crlNumber: 1n, thisUpdate: inMinutes(-90) })).der),
      'crl_older',
    ],
    [
      'the list of somebody else',
      async () => {
        const { certificate: issuer, privateKey: signingKey } = authority.root
        return give((await listOf({ issuer, signingKey })).der)
      },
      'crl_not_accepted',
    ],
    [
      'a list that has ended',
      async () => give((await listOf({ crlNumber: 3n, nextUpdate: inMinutes(-1) })).der),
      'crl_not_current',
    ],
  ])('keeps the last good list and tells why: %s', async (_, prepare, failure) => {
    const { der } = await listOf({ crlNumber: 2n })
    const crlData = Buffer.from(der).toString('base64')
    await registry.as(registrar, uploadRevocationList, { certificateId, crlData })
    answer = await prepare()
    await setUrl()
    expect(await fetchAll()).toMatchObject({ crlNumber: '2', storedBy: 'registrar', failure })
    answer = give((await listOf({ crlNumber: 4n })).der)
    registry.clock.now = inMinutes(61)
    expect(await fetchAll()).toMatchObject({ crlNumber: '4', failure: null })
  })

  test('does not go to a host whose permission was taken away', async () => {
    answer = give((await listOf()).der)
    await setUrl()
    const context = registry.contextFor(systemActor)
    const config = { ...context.config, CRL_FETCH_HOSTS: [] }
    await fetchListsJob.run({ ...context, config })
    const key = authorityKeyOf(authority.intermediate.certificate)
    expect(await findListState(registry.db, key)).toMatchObject({ failure: 'crl_url_not_allowed' })
    expect(asked).toEqual([])
  })

  test('does not follow a public name into the own network', async () => {
    const context = registry.contextFor(systemActor)
    const config = { ...context.config, CRL_FETCH_HOSTS: [] }
    const outside = { ...context, config }
    const url = 'http://localhost/ca.crl'
    await changeRevocationListUrl({ ...outside, actor: registrar }, { certificateId, url })
    await fetchListsJob.run(outside)
    const key = authorityKeyOf(authority.intermediate.certificate)
    expect(await findListState(registry.db, key)).toMatchObject({ failure: 'address' })
  })
})

describe('publishing our own list', () => {
  const publish = () => publishListsJob.run(registry.contextFor(systemActor))
  const issued = () => findIssuedList(registry.db, registry.keys.signer.id)

  test('makes the first one, and the next one after half of its life', async () => {
    await publish()
    const first = await issued()
    expect(first).toMatchObject({ crlNumber: 1, revokedCount: 0 })
    registry.clock.now = inMinutes(83 * 60)
    await publish()
    expect(await issued()).toEqual(first)
    registry.clock.now = inMinutes(2 * 60)
    await publish()
    const next = await issued()
    expect(next?.crlNumber).toBe(2)
    expect(readCrl(next?.der ?? '').crlNumber).toBe(2n)
  })

  test('is made once by replicas that come at once', async () => {
    registry.clock.now = inMinutes(200 * 60)
    const before = await issued()
    await Promise.all([publish(), publish()])
    expect((await issued())?.crlNumber).toBe((before?.crlNumber ?? 0) + 1)
  })

  test('takes up a revocation that a replica without the key could not publish', async () => {
    await publish()
    const before = await issued()
    const partner = await registry.partner()
    const leaf = await authority.issueLeaf({ organization: partner.name, days: 1500 })
    const { certificateId } = await registry.as(partner.user, uploadPartnerCertificate, {
      partnerId: partner.id,
      certificateData: leaf.certificate.pem,
      partnerDomain: 'AUTH',
    })
    const context = registry.contextFor(registrar)
    const other = { ...context.keys.signer, id: 'of-another-replica' }
    const keys = { ...context.keys, signer: other }
    const asked = { certificateId, reason: 'superseded', remark: null } as const
    await transaction(registry.db, (db) =>
      revokePartnerCertificate({ ...context, keys, db }, asked),
    )
    expect(await issued()).toEqual(before)
    await publish()
    expect(await issued()).toMatchObject({ revokedCount: (before?.revokedCount ?? 0) + 1 })
  })

  test('leaves out a signer that may not sign lists', async () => {
    const context = registry.contextFor(systemActor)
    const { signer } = context.keys
    const certificate = { ...signer.certificate, keyUsage: ['keyCertSign'] }
    const old = { ...signer, id: 'of-an-earlier-release', certificate }
    const keys = { ...context.keys, signer: old, earlierSigners: [signer] }
    registry.clock.now = inMinutes(200 * 60)
    await publishListsJob.run({ ...context, keys, now: registry.clock.now })
    expect(await findIssuedList(registry.db, old.id)).toBeUndefined()
    expect((await issued())?.thisUpdate.getTime()).toBeGreaterThan(inMinutes(-1).getTime())
  })
})
