/** Certificates and bundles made by the openssl binary, read by us, and the other way round. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readCertificate } from './certificate.ts'
import { buildPath } from './chain.ts'
import { hasOpenssl } from './path-scenes.ts'
import { encodePkcs7, pkcs7Pem, readPkcs7 } from './pkcs7.ts'
import { createTestAuthority } from './test-authority.ts'

const folder = mkdtempSync(join(tmpdir(), 'openssl-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Runs openssl in the folder of this test; arguments are separated by single spaces. */
const openssl = (command: string): string =>
  execFileSync('openssl', command.split(' '), { cwd: folder, encoding: 'utf8', stdio: 'pipe' })
const read = (file: string) => readCertificate(readFileSync(join(folder, file), 'utf8'))
const save = (file: string, content: string | Uint8Array) =>
  writeFileSync(join(folder, file), content)

function makeThree(): void {
  save('authority.ext', 'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign\n')
  save('leaf.ext', 'basicConstraints=CA:FALSE\nsubjectAltName=DNS:leaf.example\n')
  const fresh = (name: string, kind: string) =>
    openssl(
      `req -new -newkey ${kind} -nodes -keyout ${name}.key -out ${name}.csr -subj /C=IN/O=Ministry/OU=A/OU=B/CN=${name}`,
    )
  const signed = (name: string, issuer: string, extensions: string) =>
    openssl(
      `x509 -req -in ${name}.csr -CA ${issuer}.pem -CAkey ${issuer}.key -CAcreateserial -days 400 -extfile ${extensions} -out ${name}.pem`,
    )
  fresh('root', 'rsa:2048')
  openssl('x509 -req -in root.csr -key root.key -days 800 -extfile authority.ext -out root.pem')
  fresh('middle', 'ec -pkeyopt ec_paramgen_curve:P-256')
  signed('middle', 'root', 'authority.ext')
  fresh('leaf', 'rsa:2048')
  signed('leaf', 'middle', 'leaf.ext')
}

test.skipIf(!hasOpenssl)('reads and chains what openssl issued, and bundles it in order', () => {
  makeThree()
  const [leaf, middle, root] = [read('leaf.pem'), read('middle.pem'), read('root.pem')]
  expect(leaf.subject.formatted).toBe('CN=leaf,OU=A,O=Ministry,C=IN')
  expect(leaf).toMatchObject({ signatureAlgorithm: 'SHA256withECDSA', isSelfSigned: false })
  expect(middle).toMatchObject({ isCa: true, key: { type: 'EC', bits: 256 } })
  expect(root.isSelfSigned).toBe(true)
  const serial = openssl('x509 -in leaf.pem -noout -serial').trim().replace('serial=', '0x')
  expect(leaf.serialNumber).toBe(BigInt(serial).toString())
  const found = buildPath({
    target: leaf,
    anchors: [root],
    intermediates: [middle],
    at: new Date(leaf.notBefore.getTime() + 60_000),
  })
  expect(found).toMatchObject({ ok: true, path: [leaf, middle, root] })
  openssl(
    'crl2pkcs7 -nocrl -certfile leaf.pem -certfile middle.pem -certfile root.pem -outform DER -out all.p7b',
  )
  // openssl sorts as DER demands, so only the members can be compared.
  const members = readPkcs7(readFileSync(join(folder, 'all.p7b'))).map(({ pem }) => pem)
  expect(members.toSorted()).toEqual([leaf, middle, root].map(({ pem }) => pem).toSorted())
})

test.skipIf(!hasOpenssl)(
  'openssl prints our bundles in our order and verifies our issues',
  async () => {
    const authority = await createTestAuthority({ now: new Date() })
    const { certificate: leaf } = await authority.issueLeaf()
    const chain = [leaf, authority.intermediate.certificate, authority.root.certificate]
    for (const [index, order] of [chain, chain.toReversed()].entries()) {
      save(`${index}.p7b`, encodePkcs7(order))
      save(`${index}.pem`, pkcs7Pem(order))
      const subjects = order.map(({ commonName }) => commonName)
      for (const form of [`-inform DER -in ${index}.p7b`, `-inform PEM -in ${index}.pem`]) {
        const printed = openssl(`pkcs7 -print_certs -noout ${form}`)
        const shown = [...printed.matchAll(/subject=.*CN ?= ?(.*)/g)].map(([, name]) => name)
        expect(shown).toEqual(subjects)
      }
    }
    for (const [index, { pem }] of chain.entries()) save(`${index}.crt`, `${pem}\n`)
    const verified = openssl('verify -x509_strict -no-CApath -CAfile 2.crt -untrusted 1.crt 0.crt')
    expect(verified).toContain('0.crt: OK')
  },
)
