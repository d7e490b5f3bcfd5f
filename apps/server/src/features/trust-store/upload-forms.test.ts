import { randomUUID } from 'node:crypto'
import * as contract from '@pmp/contract'
import { encodePkcs7, issueCertificate } from '@pmp/x509'
import { createTestAuthority, pooledKey, type TestAuthority } from '@pmp/x509/test-authority'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dayMs } from '../../durations.ts'
import { freshUser, given, refusalOf } from '../../testing/given.ts'
import { people, startTestServer, type TestServer } from '../../testing/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const authority = (): Promise<TestAuthority> =>
  createTestAuthority({ now: server.clock.now, organization: `CA ${randomUUID()}` })

async function upload(certificateData: string): Promise<string> {
  const asked = { certificateData, partnerDomain: 'AUTH' }
  return (await server.call(people.admin, contract.uploadCaCertificate, asked)).status
}

const inspect = (certificateData: string) =>
  server.call(people.admin, contract.inspectCertificate, { certificateData, partnerDomain: 'AUTH' })

const base64url = (bytes: string | Uint8Array) => Buffer.from(bytes).toString('base64url')

describe('an upload to the trust store', () => {
  test('takes base64url of a PEM, a DER and a PKCS#7 file', async () => {
    const { root, intermediate } = await authority()
    expect(await upload(base64url(root.certificate.pem))).toBe('Upload Success.')
    expect(await upload(base64url(intermediate.certificate.der))).toBe('Upload Success.')
    const other = await authority()
    const both = [other.intermediate.certificate, other.root.certificate]
    expect(await upload(base64url(encodePkcs7(both)))).toBe('Upload Success.')
    const third = await authority()
    const utf16 = Buffer.from(`\uFEFF${third.root.certificate.pem}`, 'utf16le')
    expect(await upload(base64url(utf16))).toBe('Upload Success.')
  })

  test('takes all blocks of a text, in whichever order they come', async () => {
    for (const turn of [0, 1]) {
      const { root, intermediate } = await authority()
      const blocks = [root, intermediate].map(({ certificate }) => certificate.pem)
      const text = (turn === 0 ? blocks : blocks.toReversed()).join('\n')
      expect(await upload(text)).toBe('Upload Success.')
      expect(await refusalOf(upload(blocks[1] ?? ''))).toBe('KER-PCM-003')
    }
  })

  test('says that it is partial when a block cannot be read', async () => {
    const { root } = await authority()
    const broken = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----'
    expect(await upload(`${broken}\n${root.certificate.pem}`)).toBe('Partial Upload Success.')
  })
})

describe('what does not fit its column', () => {
  const named = async (CN: string) => {
    const { publicKey, privateKey } = await pooledKey('RSA', 'wide')
    return issueCertificate({
      subject: { CN },
      publicKey,
      signingKey: privateKey,
      notBefore: server.clock.now,
      notAfter: new Date(server.clock.now.getTime() + 900 * dayMs),
      basicConstraints: { ca: true },
      keyUsage: ['keyCertSign'],
    })
  }

  test('is refused by one rule of upload and check, never by the database', async () => {
    const { pem } = await named('x'.repeat(600))
    expect(await refusalOf(upload(pem))).toBe('KER-PCM-001')
    const { checks, isAcceptable } = await inspect(pem)
    expect(isAcceptable).toBe(false)
    expect(checks.find(({ rule }) => rule === 'names_fit')).toMatchObject({
      failureCode: 'KER-PCM-001',
      details: { reason: 'names_too_long' },
    })
  })
})

describe('a file that cannot be read', () => {
  test('says why, for programs and for pages', async () => {
    const { root } = await authority()
    const user = freshUser()
    const { partnerId } = await given(server).registeredPartner(
      user,
      (await given(server).policyGroup()).name,
    )
    const cut = base64url(root.certificate.der.subarray(0, 200))
    const reasonOf = async (certificateData: string) => {
      const refused = await inspect(certificateData).catch((error: unknown) => error)
      return refused instanceof contract.CallFailed ? refused.errors : []
    }
    expect(await reasonOf(cut)).toMatchObject([{ errorCode: 'KER-KMS-013', reason: 'cut_short' }])
    expect(await reasonOf('nothing!')).toMatchObject([
      { errorCode: 'KER-KMS-013', message: expect.stringContaining(': it is neither PEM') },
    ])
    const asked = { partnerId, certificateData: 'nothing', partnerDomain: 'AUTH' }
    const refused = await server
      .call(user, contract.uploadPartnerCertificate, asked)
      .catch((error: unknown) => error)
    expect(refused).toMatchObject({ errors: [{ errorCode: 'KER-KMS-013' }] })
    expect(Object.keys((refused as contract.CallFailed).errors[0] ?? {})).toEqual([
      'errorCode',
      'message',
    ])
  })
})
