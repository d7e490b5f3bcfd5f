import { readdirSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freshPlace, runCommand, startPortal } from './portal.ts'

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

  test('says what is wrong with the settings and ends', async () => {
    const start = startPortal({ ...place.environment, PASSWORD_MIN_LENGTH: 'long' })
    await expect(start).rejects.toThrow(/ended with 1:[\s\S]*PASSWORD_MIN_LENGTH/)
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
