import type { TestServer } from './server.ts'

/**
 * What upstream's own interface puts around what it sends (ui.md 1.6): no id, and the time of the browser with
 * a small `t`. Tests that stand for its screens know nothing of the contract.
 */
export function wrapped({ clock }: TestServer, request: object) {
  return { id: '', version: '1.0', requesttime: clock.now.toISOString(), request }
}
