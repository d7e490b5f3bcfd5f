import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readConfig } from '../config.ts'
import { Unreachable } from './ask.ts'
import { createDiscoveryReader, type ReadDiscovery } from './discovery.ts'
import { startTestEsignet, type TestEsignet } from './testing-esignet.ts'

const minuteMs = 60_000

let esignet: TestEsignet
let now: number
let read: ReadDiscovery
beforeEach(async () => {
  esignet = await startTestEsignet()
  now = Date.now()
  read = createDiscoveryReader(readConfig(esignet.settings, '/no-env-file'), () => new Date(now))
})
afterEach(() => esignet.stop())

async function until(isSo: () => boolean): Promise<void> {
  await expect.poll(isSo, { timeout: 60_000 }).toBe(true)
}

describe('the discovery document', () => {
  test('is read once for all who ask, and kept', async () => {
    const [first, second] = await Promise.all([read(), read()])
    expect(first?.claimsSupported).toContain('birthdate')
    expect(second).toBe(first)
    now += 9 * minuteMs
    await read()
    expect(esignet.discoveryReads).toBe(1)
  })

  test('is read anew after ten minutes, by nobody who waits', async () => {
    const first = await read()
    now += 11 * minuteMs
    expect(await read()).toBe(first)
    await until(() => esignet.discoveryReads === 2)
  })

  test('is kept as long as it says itself, between a minute and an hour', async () => {
    esignet.discoveryHeaders = { 'cache-control': 'private, max-age=1800' }
    await read()
    now += 29 * minuteMs
    await read()
    expect(esignet.discoveryReads).toBe(1)
    esignet.discoveryHeaders = { 'cache-control': 'no-cache, no-store, max-age=0' }
    now += 2 * minuteMs
    await read()
    await until(() => esignet.discoveryReads === 2)
    now += 0.5 * minuteMs
    await read()
    expect(esignet.discoveryReads).toBe(2)
  })

  test('that has not changed is not sent again', async () => {
    esignet.discoveryHeaders = { etag: '"one"' }
    const first = await read()
    now += 11 * minuteMs
    await read()
    await until(() => esignet.discoveryReads === 2)
    expect(await read()).toEqual(first)
  })

  test.each(['500', 'html', 'garbage', 'noResponse'] as const)(
    'goes on while eSignet answers %s, and is missed only where it was never read',
    async (mood) => {
      const first = await read()
      esignet.mood = mood
      now += 60 * 24 * minuteMs
      expect(await read()).toBe(first)
      await until(() => esignet.discoveryReads === 2)
      const another = createDiscoveryReader(
        readConfig(esignet.settings, '/no-env-file'),
        () => new Date(now),
      )
      await expect(another()).rejects.toThrow(Unreachable)
      await expect(another()).rejects.toThrow('a moment ago')
      esignet.mood = 'well'
      now += minuteMs
      expect(await another()).toEqual(first)
    },
  )

  test('is none where no eSignet is configured', async () => {
    const config = readConfig({}, '/no-env-file')
    expect(await createDiscoveryReader(config, () => new Date())()).toBeNull()
  })
})
