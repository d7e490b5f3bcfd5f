import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generateRsaKey } from '@pmp/x509'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openRegistry, registrar, type Registry } from '../../testing/registry.ts'
import { uploadPartnerCertificate } from '../certificates/upload-partner-certificate.ts'
import { findIssuedList } from './queries.ts'
import { revokePartnerCertificate } from './revoke-certificate.ts'

/* Whether others can use our list: OpenSSL as relying party. */

const folder = mkdtempSync(join(tmpdir(), 'pmp-crl-'))
const hasOpenssl = spawnSync('openssl', ['version']).status === 0
let registry: Registry

beforeAll(async () => {
  registry = await openRegistry()
})
afterAll(async () => {
  await registry.close()
  rmSync(folder, { recursive: true })
})

const save = (name: string, content: string | Uint8Array) =>
  writeFileSync(join(folder, name), content)

/** Runs openssl in the folder of this test. */
function openssl(command: string) {
  const { status, stdout, stderr } = spawnSync('openssl', command.split(' '), {
    cwd: folder,
    encoding: 'utf8',
  })
  return { status, output: stdout + stderr }
}

async function certified() {
  const authority = await registry.authority('AUTH')
  const partner = await registry.partner()
  const leaf = await authority.issueLeaf({
    organization: partner.name,
    key: await generateRsaKey(),
  })
  return registry.as(partner.user, uploadPartnerCertificate, {
    partnerId: partner.id,
    certificateData: leaf.certificate.pem,
    partnerDomain: 'AUTH',
  })
}

test.runIf(hasOpenssl)(
  'OpenSSL verifies the list, refuses what it names and takes the rest',
  async () => {
    const { root, signer } = registry.keys
    const [bad, good] = [await certified(), await certified()]
    await registry.as(registrar, revokePartnerCertificate, {
      certificateId: bad.certificateId,
      reason: 'keyCompromise',
    })
    const { der } = (await findIssuedList(registry.db, signer.id)) ?? { der: Buffer.alloc(0) }
    save('list.der', der)
    save('ca.pem', `${signer.certificate.pem}\n${root.certificate.pem}\n`)
    const verified = openssl('crl -inform DER -in list.der -CAfile ca.pem -noout')
    expect(verified.output).toContain('verify OK')
    const { output: text } = openssl('crl -inform DER -in list.der -noout -text')
    expect(text).toContain('Key Compromise')
    save('list.pem', openssl('crl -inform DER -in list.der').output)
    save('root.pem', root.certificate.pem)
    save('signer.pem', signer.certificate.pem)
    const check = ({ signedCertificateData }: typeof good) => {
      save('leaf.pem', signedCertificateData)
      return openssl(
        'verify -crl_check -CRLfile list.pem -CAfile root.pem -untrusted signer.pem leaf.pem',
      )
    }
    expect(check(good)).toMatchObject({ status: 0 })
    const refused = check(bad)
    expect(refused.status).not.toBe(0)
    expect(refused.output).toContain('certificate revoked')
  },
)
