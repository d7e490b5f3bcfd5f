import type { TestProject } from 'vitest/node'
import { unpackBrowser } from './browser.ts'
import { freshPlace, startPortal } from './portal.ts'

/** What the first administrator of a journey signs in with. */
export const adminPassword = 'a-long-enough-password'

declare module 'vitest' {
  export interface ProvidedContext {
    demo: { environment: Record<string, string>; lines: readonly string[] }
  }
}

/**
 * Once per run: the browser is unpacked, and the demo country set up by the product itself. Journeys
 * start from a copy of it (`demoPlace`), because setting it up takes three times as long as all the
 * rest of a start.
 */
export default async function prepare(project: TestProject): Promise<() => Promise<void>> {
  await unpackBrowser()
  const { environment, remove } = await freshPlace()
  const portal = await startPortal({ ...environment, ADMIN_PASSWORD: adminPassword }, ['--demo'])
  await portal.stop()
  project.provide('demo', { environment, lines: portal.lines })
  return remove
}
