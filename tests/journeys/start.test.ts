import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freshPlace, onServer, runCommand, startPortal } from './portal.ts'

let place: Awaited<ReturnType<typeof freshPlace>>
beforeAll(async () => {
  place = await freshPlace()
})
afterAll(() => place.remove())

describe('starting with nothing configured', () => {
  test('prints address and first password once, keeps everything, and stops cleanly', async () => {
    const first = await startPortal(place.environment)
    expect(first.lines[0]).toMatch(/listening on http:\/\/127\.0\.0\.1:\d+$/)
    expect(first.lines.join('\n')).toMatch(/sign in as\s+admin\n\s+password\s+\S{20}/)
    const ready = await fetch(`${first.url}/readyz`)
    expect(ready.status).toBe(200)
    const page = await fetch(first.url, { headers: { accept: 'text/html' } })
    expect(await page.text()).toContain('<html')
    expect(await first.stop()).toBe(0)

    const second = await startPortal(place.environment)
    expect(second.lines.join('\n')).not.toContain('password')
    expect(await second.stop()).toBe(0)
  })
})

describe('a start that cannot succeed', () => {
  /** How it ends, and what it leaves behind. */
  async function start(settings: Record<string, string>) {
    const nothing = await freshPlace()
    const { code, output, problems } = await runCommand([], { ...nothing.environment, ...settings })
    const files = readdirSync(nothing.environment['DATA_DIR'] ?? '')
    const made = [...files, ...(await nothing.schemas())]
    await nothing.remove()
    return { code, output, problems, made }
  }
  const refusal = (...lines: readonly RegExp[]) => ({
    code: 1,
    output: '',
    problems: lines.map((line) => expect.stringMatching(line)),
    made: [],
  })

  test('tells every mistake at once, a line for each', async () => {
    const taken = createServer((_request, response) => {
      response.end(JSON.stringify({ issuer: 'https://iam.example/realms/mosip' }))
    }).listen(0, '127.0.0.1')
    await once(taken, 'listening')
    const PORT = String((taken.address() as AddressInfo).port)
    const refused = await start({
      PORT,
      OIDC_ISSUER: `http://127.0.0.1:${PORT}/realms/mosip`,
      PASSWORD_MIN_LENGTH: 'long',
      LANGUAGES: 'en,fra',
      POLICY_TYPES: 'Auth,Sales',
      TRUST_PROXY: 'nginx',
      MESSAGE_CATALOGUE: '/nowhere/texts.json',
    })
    expect(refused).toEqual(
      refusal(
        /^PASSWORD_MIN_LENGTH: is no whole number; set one/,
        /^TRUST_PROXY: `nginx` is no IP address or range; set true/,
        /^LANGUAGES: `en` is no language code of three small letters; set/,
        /^POLICY_TYPES: does not know `Sales`; choose from Auth/,
        /^PORT: \d+ on 127\.0\.0\.1 is in use by another process; stop that one/,
        /^MESSAGE_CATALOGUE: \S+ cannot be used: there is no such file; name/,
        /^OIDC_ISSUER: the provider at \S+ calls itself https:\/\/iam\.example\/realms\/mosip; set OIDC_ISSUER=https/,
      ),
    )
    taken.close()
  })

  test('tells what it needs of others, too', async () => {
    const refused = await start({
      DATA_DIR: fileURLToPath(import.meta.url),
      DATABASE_URL: 'mysql://root:geheim@127.0.0.1/pms',
      OIDC_ISSUER: 'https://iam.invalid/realms/mosip',
    })
    expect(refused).toEqual(
      refusal(
        /^DATABASE_URL: `mysql:` is not PostgreSQL; set postgres:/,
        /^DATA_DIR: \S+ is a file, not a folder; set a folder/,
        /^OIDC_ISSUER: \S+ cannot be reached: .*; start the provider/,
      ),
    )
    expect(refused.problems.join()).not.toContain('geheim')
  })

  test('does not wait for a drive that never answers', async () => {
    const preload = new URL('hanging-drive.ts', import.meta.url).href
    const refused = await start({ NODE_OPTIONS: `--import=${preload}` })
    expect(refused).toEqual(
      refusal(/^DATA_DIR: the file system of \S+ does not answer within 5 seconds; mend/),
    )
  })
})

describe.runIf(process.env['TEST_DATABASE_URL'])('who may create nothing on a server', () => {
  const role = `pmp_clerk_${process.pid}`
  const asClerk = (url = '') => {
    const changed = new URL(url)
    Object.assign(changed, { username: role, password: 'geheim' })
    return changed.href
  }

  test('is told what the owner does, and then the portal runs', async () => {
    const office = await freshPlace()
    const { DATABASE_URL: url = '' } = office.environment
    await onServer(url, `create role ${role} login password 'geheim'`)
    const clerk = { ...office.environment, DATABASE_URL: asClerk(url) }

    const refused = await runCommand(['serve'], clerk)
    expect([refused.code, refused.output]).toEqual([1, ''])
    expect(refused.problems).toEqual([
      expect.stringMatching(/^DATABASE_URL: .*may not create schemas.*run `pmp migrate` once/),
    ])
    expect(await office.schemas()).toEqual([])

    expect((await runCommand(['migrate'], office.environment)).code).toBe(0)
    const doctor = await runCommand(['doctor'], clerk)
    expect(doctor.code).toBe(1)
    const [, grants = ''] = /as their owner: (GRANT .*)/.exec(doctor.output) ?? []
    await onServer(url, ...grants.split('; '))
    expect((await runCommand(['doctor'], clerk)).output).toMatch(/Everything is well\.\n$/)

    const portal = await startPortal(clerk)
    expect((await fetch(`${portal.url}/readyz`)).status).toBe(200)
    expect(await portal.stop()).toBe(0)
    await office.remove()
    await onServer(process.env['TEST_DATABASE_URL'] ?? '', `drop role ${role}`)
  })
})

describe('the doctor', () => {
  test('looks at everything and makes nothing', async () => {
    const nothing = await freshPlace()
    const { code, output } = await runCommand(['doctor', '--json'], {
      ...nothing.environment,
      SMTP_URL: 'smtp://clerk:geheim@127.0.0.1:9',
    })
    const { isSound, findings } = JSON.parse(output) as {
      isSound: boolean
      findings: { state: string; setting: string; text: string }[]
    }
    expect([code, isSound]).toEqual([1, false])
    expect(findings.filter(({ state }) => state !== 'ok')).toEqual([
      {
        state: 'mistake',
        setting: 'SMTP_URL',
        text: expect.stringMatching(/^127\.0\.0\.1:9 cannot be used: .*; correct host and port/),
      },
    ])
    const looked = findings.map(({ setting }) => setting)
    const wanted = ['DATA_DIR', 'PORT', 'DATABASE_URL', 'KEY_STORE', 'OIDC_ISSUER', 'PUBLIC_URL']
    expect(looked).toEqual(expect.arrayContaining(wanted))
    expect(output).not.toContain('geheim')
    expect(readdirSync(nothing.environment['DATA_DIR'] ?? '')).toEqual([])
    expect(await nothing.schemas()).toEqual([])
    await nothing.remove()
  })
})

describe('asking for help, or mistyping', () => {
  test.each([
    [['--help'], 0],
    [['help'], 0],
    [['serve', '--help'], 0],
    [['srve'], 2],
    [['--dmeo'], 2],
    [['-h'], 2],
  ])('%j prints the usage and makes nothing', async (words, status) => {
    const nothing = await freshPlace()
    const { code, output } = await runCommand(words, nothing.environment)
    expect(code).toBe(status)
    expect(output).toMatch(/^Usage: pmp/)
    expect(readdirSync(nothing.environment['DATA_DIR'] ?? '')).toEqual([])
    await nothing.remove()
  })

  test('and --version tells the version', async () => {
    expect(await runCommand(['--version'], {})).toEqual({
      code: 0,
      output: expect.stringMatching(/^pmp \d+\.\d+\.\d+\n$/),
      problems: [],
    })
  })
})

describe('the demo', () => {
  test('fills an empty database once and prints a user for each role', async () => {
    const demo = await freshPlace()
    const first = await startPortal(demo.environment, ['--demo'])
    const printed = first.lines.join('\n')
    for (const user of [
      'registrar',
      'policy-desk',
      'north-bank',
      'clear-sensors',
      'chip-works',
      'card-print',
    ]) {
      expect(printed).toMatch(new RegExp(`demo user\\s+${user}\\s+\\S{16}`))
    }
    await first.stop()
    const second = await startPortal(demo.environment, ['--demo'])
    expect(second.lines.join('\n')).not.toContain('demo user')
    await second.stop()
    await demo.remove()
  })
})
