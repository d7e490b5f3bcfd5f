/** The look-up that README shows, sent as it is printed there. */
import { readFileSync } from 'node:fs'
import { generateApiKey } from '@pmp/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { given } from '../../testing/given.ts'
import { people, startTestServer, type TestServer } from '../../testing/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

/** The words of README's `curl` command, as a shell with these variables passes them. */
function wordsOfCurl(variables: Readonly<Record<string, string>>): string[] {
  const readme = readFileSync(new URL('../../../../../README.md', import.meta.url), 'utf8')
  const [, block = ''] = /```sh\n(curl [\s\S]*?)```/.exec(readme) ?? []
  const words = block.replaceAll('\\\n', ' ').match(/"[^"]*"|\S+/g) ?? []
  return words.map((word) =>
    word
      .replaceAll('"', '')
      .replaceAll(/\$([A-Z_]+)/g, (_, name: string) => variables[name] ?? `no ${name}`),
  )
}

test('the policy of a key is found by the command of README', async () => {
  const ready = await given(server).readyPartner()
  const { partnerId, policyName } = ready
  const order = { partnerId, policyName, label: 'Branches' }
  const { apiKey } = await server.call(ready.user, generateApiKey, order)
  const TOKEN = await server.issuer.tokenFor({ ...people.admin, expiresIn: 3600 })
  const words = wordsOfCurl({ TOKEN, PARTNER_ID: partnerId, API_KEY: apiKey })
  const [command, option, header = '', address = ''] = words
  expect([command, option, words.length]).toEqual(['curl', '-H', 4])
  const [name = '', value = ''] = header.split(': ')
  const reply = await fetch(address.replace('http://localhost:8080', server.url), {
    headers: { [name]: value },
  })
  expect(await reply.json()).toMatchObject({
    response: { partnerID: partnerId, policyId: ready.policyId },
    errors: [],
  })
})
