/** The script of docs/operating/check-a-certificate.md, run as it is printed there. */
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshUser, given } from '../../testing/given.ts'
import { startTestServer, type TestServer } from '../../testing/server.ts'

const page = fileURLToPath(
  new URL('../../../../../docs/operating/check-a-certificate.md', import.meta.url),
)
const folder = mkdtempSync(join(tmpdir(), 'check-'))
let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
  const [, script = ''] = /```js\n([\s\S]*?)```/.exec(readFileSync(page, 'utf8')) ?? []
  writeFileSync(join(folder, 'check.mjs'), script)
})
afterAll(async () => {
  await server.close()
  rmSync(folder, { recursive: true })
})

/** Runs the script; the server answers meanwhile. */
function check(file: Uint8Array | string, environment: Record<string, string>) {
  writeFileSync(join(folder, 'partner.cer'), file)
  return new Promise<{ code: number; output: string }>((resolve) => {
    const options = { cwd: folder, env: { PORTAL_URL: server.url, ...environment } }
    execFile(process.execPath, ['check.mjs', 'partner.cer'], options, (error, output) => {
      resolve({ code: Number(error?.code ?? 0), output })
    })
  })
}

test('tells whether a file would be accepted, and why not', async () => {
  const user = freshUser()
  const group = await given(server).policyGroup()
  const partner = await given(server).registeredPartner(user, group.name)
  const authority = await given(server).trustedAuthority()
  const TOKEN = await server.issuer.tokenFor({ ...user, expiresIn: 3600 })
  const environment = { TOKEN, PARTNER_ID: partner.partnerId, DOMAIN: 'AUTH' }

  const good = await authority.issueLeaf({ organization: partner.organizationName })
  expect(await check(good.certificate.pem, environment)).toEqual({ code: 0, output: '' })
  expect(await check(good.certificate.der, environment)).toEqual({ code: 0, output: '' })

  const bad = await authority.issueLeaf({ organization: 'Else' })
  const refused = await check(bad.certificate.der, environment)
  expect(refused.code).toBe(1)
  expect(refused.output).toBe(
    `KER-PCM-008 organization {"found":"Else","wanted":"${partner.organizationName}",` +
      `"position":1,"foundCharacter":"E (U+0045)","wantedCharacter":"u (U+0075)"}\n`,
  )

  const stranger = await check(good.certificate.der, { ...environment, TOKEN: 'nobody' })
  expect(stranger.code).toBe(1)
  expect(stranger.output).toContain('KER-ATH-401')
})

test('what it answers is described in the API document', async () => {
  const { body } = await server.send(null, 'GET', '/docs/openapi.json')
  const document = JSON.stringify(Object(body).paths['/v1/portal/certificates/inspect'].post)
  for (const words of ['pre-flight of both uploads', 'base64 of a PEM', 'What to upload']) {
    expect(document).toContain(words)
  }
})
