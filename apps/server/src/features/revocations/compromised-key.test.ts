import { randomUUID } from 'node:crypto'
import * as contract from '@pmp/contract'
import { generateRsaKey, issueCertificate, type KeyPair } from '@pmp/x509'
import type { TestAuthority } from '@pmp/x509/test-authority'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dayMs } from '../../durations.ts'
import { freshUser, given, refusalOf } from '../../testing/given.ts'
import { people, startTestServer, type TestServer } from '../../testing/server.ts'
import { seen } from '../../testing/seen.ts'

let server: TestServer
let authority: TestAuthority
let groupName: string

beforeAll(async () => {
  server = await startTestServer()
  authority = await given(server).trustedAuthority()
  groupName = (await given(server).policyGroup()).name
})
afterAll(() => server.close())

function trust(certificateData: string, partnerDomain: 'AUTH' | 'DEVICE' | 'FTM') {
  return server.call(people.admin, contract.uploadCaCertificate, { certificateData, partnerDomain })
}

/** Another root of the same key, as its owner would make it once the first is refused. */
function rootOf({ publicKey, privateKey }: KeyPair) {
  return issueCertificate({
    subject: { CN: `Root ${randomUUID()}` },
    publicKey,
    signingKey: privateKey,
    notBefore: server.clock.now,
    notAfter: new Date(server.clock.now.getTime() + 900 * dayMs),
    basicConstraints: { ca: true },
    keyUsage: ['keyCertSign', 'cRLSign'],
  })
}

async function idOf(commonName: string | undefined, partnerDomain: 'AUTH' | 'DEVICE' | 'FTM') {
  const asked = { issuedTo: commonName ?? '', partnerDomain }
  const { data } = await server.call(people.admin, contract.listTrustCertificates, asked)
  return data[0]?.certId ?? ''
}

async function partner() {
  const user = freshUser()
  const { partnerId, organizationName } = await given(server).registeredPartner(user, groupName)
  const upload = (certificateData: string) =>
    server.call(user, contract.uploadPartnerCertificate, {
      partnerId,
      certificateData,
      partnerDomain: 'AUTH',
    })
  return { user, partnerId, organizationName, upload }
}

describe('a key that is revoked as compromised', () => {
  test('takes all certificates of it along, in every domain, with an entry for each', async () => {
    const key = await generateRsaKey()
    const [one, two] = [await rootOf(key), await rootOf(key)]
    await trust(one.pem, 'AUTH')
    await trust(one.pem, 'DEVICE')
    await trust(two.pem, 'FTM')
    const certificateId = await idOf(one.commonName, 'AUTH')
    const others = [await idOf(one.commonName, 'DEVICE'), await idOf(two.commonName, 'FTM')]
    await server.call(people.admin, contract.revokeTrustCertificate, {
      certificateId,
      reason: 'cACompromise',
    })
    for (const id of others) {
      const { revocation } = await server.call(people.admin, contract.readTrustCertificate, {
        certificateId: id,
      })
      expect(revocation).toMatchObject({ reason: 'cACompromise', isHold: false })
      const audited = await seen(server).audit({ action: 'certificate.revoked', subjectId: id })
      expect(audited).toMatchObject([{ details: { sameKeyAs: certificateId } }])
    }
  })

  test('does not come back: not in another domain, not in a new certificate', async () => {
    const key = await generateRsaKey()
    const root = await rootOf(key)
    await trust(root.pem, 'AUTH')
    await server.call(people.admin, contract.revokeTrustCertificate, {
      certificateId: await idOf(root.commonName, 'AUTH'),
      reason: 'keyCompromise',
    })
    for (const certificate of [root, await rootOf(key)]) {
      for (const partnerDomain of ['DEVICE', 'FTM'] as const) {
        expect(await refusalOf(trust(certificate.pem, partnerDomain))).toBe('KER-PCM-005')
        const { checks } = await server.call(people.admin, contract.inspectCertificate, {
          certificateData: certificate.pem,
          partnerDomain,
        })
        expect(checks.find(({ rule }) => rule === 'not_revoked')?.passed).toBe(false)
      }
    }
  })

  test('is refused to every partner, and ends what others have of it', async () => {
    const key = await generateRsaKey()
    const [first, second] = [await partner(), await partner()]
    const leafOf = async (organization: string) =>
      (await authority.issueLeaf({ organization, key })).certificate.pem
    const { certificateId } = await first.upload(await leafOf(first.organizationName))
    const other = await second.upload(await leafOf(second.organizationName))
    await server.call(people.admin, contract.revokePartnerCertificate, {
      certificateId,
      reason: 'keyCompromise',
    })
    const audited = await seen(server).audit({
      action: 'certificate.revoked',
      subjectId: other.certificateId,
    })
    expect(audited).toMatchObject([{ details: { sameKeyAs: certificateId } }])
    const third = await partner()
    const again = await leafOf(third.organizationName)
    expect(await refusalOf(third.upload(again))).toBe('KER-PCM-006')
    const fresh = await authority.issueLeaf({ organization: third.organizationName })
    expect((await third.upload(fresh.certificate.pem)).certificateId).not.toBe('')
  })

  test('is another matter than a certificate that was replaced: its key may go on', async () => {
    const key = await generateRsaKey()
    const root = await rootOf(key)
    await trust(root.pem, 'AUTH')
    await server.call(people.admin, contract.revokeTrustCertificate, {
      certificateId: await idOf(root.commonName, 'AUTH'),
      reason: 'superseded',
    })
    const { status } = await trust((await rootOf(key)).pem, 'AUTH')
    expect(status).toBe('Upload Success.')
  })
})
