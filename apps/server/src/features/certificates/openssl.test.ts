/** The whole way with certificates that the openssl binary makes and judges, over real HTTP. */
import * as contract from '@pmp/contract'
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshUser, given } from '../../testing/given.ts'
import { people, startTestServer, type TestServer } from '../../testing/server.ts'

const isHere = spawnSync('openssl', ['version']).status === 0
const folder = mkdtempSync(join(tmpdir(), 'pmp-openssl-'))

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(async () => {
  await server.close()
  rmSync(folder, { recursive: true })
})

/** Runs openssl in the folder of this test; a command's fixed words are separated by spaces. */
const openssl = (command: string, ...values: string[]): string =>
  execFileSync('openssl', [...command.split(' '), ...values], {
    cwd: folder,
    encoding: 'utf8',
    stdio: 'pipe',
  })
const save = (file: string, text: string) => writeFileSync(join(folder, file), text)
const read = (file: string) => readFileSync(join(folder, file), 'utf8')

/** Root, intermediate and leaf of an organisation, each with a new key. */
function makeChain(organization: string): void {
  save('ca.ext', 'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\n')
  save('leaf.ext', 'basicConstraints=CA:FALSE\nkeyUsage=critical,digitalSignature\n')
  const request = (name: string, subject: string) =>
    openssl(`req -new -newkey rsa:2048 -nodes -keyout ${name}.key -out ${name}.csr -subj`, subject)
  const sign = (name: string, days: number, extensions: string, issuer: string) =>
    openssl(
      `x509 -req -in ${name}.csr -out ${name}.pem -days ${days} -extfile ${extensions} ${issuer}`,
    )
  const by = (issuer: string) => `-CA ${issuer}.pem -CAkey ${issuer}.key -CAcreateserial`
  request('root', '/C=IN/O=National Root/CN=National Root')
  sign('root', 3650, 'ca.ext', '-key root.key')
  request('issuing', '/C=IN/O=National Root/CN=Issuing CA')
  sign('issuing', 2000, 'ca.ext', by('root'))
  request('leaf', `/C=IN/O=${organization}/CN=${organization}`)
  sign('leaf', 800, 'leaf.ext', by('issuing'))
}

test.skipIf(!isHere)(
  'openssl’s root, intermediate and leaf are accepted, and openssl accepts what is issued',
  async () => {
    const { policyGroup, registeredPartner } = given(server)
    const user = freshUser()
    const partner = await registeredPartner(user, (await policyGroup()).name)
    makeChain(partner.organizationName)
    server.clock.now = new Date()

    for (const name of ['root', 'issuing']) {
      await server.call(people.admin, contract.uploadCaCertificate, {
        certificateData: read(`${name}.pem`),
        partnerDomain: 'AUTH',
      })
    }
    const { signedCertificateData } = await server.call(user, contract.uploadPartnerCertificate, {
      partnerId: partner.partnerId,
      certificateData: read('leaf.pem'),
      partnerDomain: 'AUTH',
    })
    const { chainPem } = await server.call(user, contract.downloadPlatformChain, {})
    const [signer = '', root = ''] = chainPem.split(/(?<=-----END CERTIFICATE-----\n)/)
    save('platform-root.pem', root)
    save('platform-signer.pem', signer)
    save('issued.pem', signedCertificateData)

    const verdict = openssl(
      'verify -CAfile platform-root.pem -untrusted platform-signer.pem issued.pem',
    )
    expect(verdict).toContain('issued.pem: OK')
    const key = (file: string) => openssl(`x509 -in ${file} -noout -pubkey`)
    expect(key('issued.pem')).toBe(key('leaf.pem'))
  },
)
