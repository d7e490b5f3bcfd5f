/** The whole way over real HTTP, with the platform's keys in each key store. */
import * as contract from '@pmp/contract'
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freshUser, given } from '../testing/given.ts'
import { people, startTestServer, type TestServer } from '../testing/server.ts'
import { decryptPersonalData } from './personal-data.ts'
import { rotateKey } from './rotate-key.ts'
import { leftOut, makeTestToken, softHsmModule, type TestToken } from './token/testing-token.ts'

const hasOpenssl = spawnSync('openssl', ['version']).status === 0
const minuteMs = 60_000
const kinds = [
  { kind: 'encrypted file', isToken: false },
  { kind: `PKCS#11 token${leftOut}`, isToken: true },
]

describe.each(kinds)('a portal with its keys in: $kind', ({ isToken }) => {
  describe.skipIf(isToken && softHsmModule === undefined)('over HTTP', () => {
    const folder = mkdtempSync(join(tmpdir(), 'pmp-platform-'))
    let token: TestToken | undefined
    let server: TestServer
    beforeAll(async () => {
      token = isToken ? makeTestToken() : undefined
      server = await startTestServer(token?.settings)
    })
    afterAll(async () => {
      await server.close()
      token?.remove()
      rmSync(folder, { recursive: true, force: true })
    })

    /** A partner with a certificate, and how openssl judges what it got below the served chain. */
    async function enrol() {
      const { activePartner, policyGroup } = given(server)
      const user = freshUser()
      const partner = await activePartner(user, (await policyGroup()).name)
      const { partnerId } = partner
      const served = await server.call(user, contract.readPartnerCertificate, { partnerId })
      const { chainPem } = await server.call(user, contract.downloadPlatformChain, {})
      return { user, partnerId, pem: served.certificateData, chainPem }
    }

    /** As `pmp keys rotate` does beside the running server, some minutes ago. */
    async function rotate(role: 'signer' | 'personalData') {
      const { db, keyStore, clock } = server
      const now = new Date(clock.now.getTime() + minuteMs)
      await rotateKey({ db, keyStore, now, log: () => {} }, role, 'test')
      clock.now = new Date(now.getTime() + 2 * minuteMs)
    }

    function judge({ pem, chainPem }: { pem: string; chainPem: string }): string {
      const [signer = '', root = ''] = chainPem.split(/(?<=-----END CERTIFICATE-----\n)/)
      for (const [file, text] of Object.entries({ pem, signer, root })) {
        writeFileSync(join(folder, file), text)
      }
      const at = Math.ceil(server.clock.now.getTime() / 1000).toString()
      const command = ['verify', '-attime', at, '-CAfile', 'root', '-untrusted', 'signer', 'pem']
      return execFileSync('openssl', command, { cwd: folder, encoding: 'utf8', stdio: 'pipe' })
    }

    test.skipIf(!hasOpenssl)('certificates verify before and after a rotation', async () => {
      const before = await enrol()
      expect(judge(before)).toContain('pem: OK')
      await rotate('signer')

      const after = await enrol()
      expect(after.chainPem).not.toBe(before.chainPem)
      expect(judge(after)).toContain('pem: OK')
      expect(judge(before)).toContain('pem: OK')
      expect(server.keys.signer.certificate.keyUsage).toContain('cRLSign')
    })

    test('personal data is read with the key that encrypted it', async () => {
      const before = await enrol()
      await rotate('personalData')
      const after = await enrol()

      for (const { partnerId, user } of [before, after]) {
        const read = await server.call(user, contract.readPartner, { partnerId })
        expect(read.emailId).toBe(user.email)
      }
      const stored = await server.db
        .selectFrom('pms.partner')
        .select('emailId')
        .where('id', '=', after.partnerId)
        .executeTakeFirst()
      expect(stored?.emailId).toMatch(/^VkVSX1Iy/)
      expect(await decryptPersonalData(server.keys, stored?.emailId ?? '')).toBe(after.user.email)
      const sealed = Buffer.from(stored?.emailId ?? '', 'base64url')
      expect(sealed.subarray(6, 38).toString('hex').toUpperCase()).toBe(
        server.keys.personalData.certificate.thumbprintSha256,
      )
    })

    test('the platform’s certificates of every generation count for nobody', async () => {
      await rotate('signer')
      await enrol()
      const session = await server.call(people.admin, contract.readSession, {})
      const list = await server.call(people.admin, contract.listTrustCertificates, {})
      expect(session.trustCertificates).toBe(list.totalResults)
    })
  })
})
