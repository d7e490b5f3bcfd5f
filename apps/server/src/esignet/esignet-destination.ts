import type { Config } from '../config.ts'
import type { Database } from '../database/database.ts'
import type { Destination, Outcome } from '../outbox/destination.ts'
import type { ClientContent } from './client-content.ts'
import { createClientManagement, type ClientManagement } from './client-management.ts'
import { findSentRegistration, noteOutcome } from './queries.ts'
import { emptyLists, withHarmless } from './requests.ts'
import { membersRefused, type Refusal, type Verdict } from './verdicts.ts'

interface Parts {
  config: Config
  db: Database
  clock: () => Date
  /** What a client is to be now; undefined when there is none. */
  findContent: (db: Database, clientId: string) => Promise<ClientContent | undefined>
}

/**
 * Registers OIDC clients at eSignet: as a client is when it is sent, so that what was overtaken is never
 * sent. @returns none when no eSignet is configured; messages then wait for one
 */
export function esignetDestination(parts: Parts): Destination[] {
  const { config, db, clock, findContent } = parts
  const { ESIGNET_URL } = config
  if (ESIGNET_URL === undefined) return []
  const management = createClientManagement({ ...config, ESIGNET_URL }, clock)
  return [
    {
      name: 'esignet',
      parallel: 4,
      tellsState: true,
      async deliver({ orderingKey: clientId }, signal) {
        // The version first: a change in between is then told by the next message.
        const sent = await findSentRegistration(db, clientId)
        const content = await findContent(db, clientId)
        if (!sent || !content) return { kind: 'delivered' }
        const verdict = await converge(management, { content, isThere: sent.isThere, signal })
        return outcomeOf(verdict, { ...sent, clientId, content, now: clock() })
      },
    },
  ]
}

interface Wanted {
  content: ClientContent
  /** Whether eSignet ever confirmed that it has the client. */
  isThere: boolean
  signal: AbortSignal
}

/**
 * Makes eSignet hold the client as it is wanted, whatever of earlier tries arrived: a create whose
 * answer was lost is followed by an update, an update of what it has lost by a create.
 */
async function converge(management: ClientManagement, wanted: Wanted): Promise<Verdict> {
  const { content, isThere, signal } = wanted
  if (content.status === 'INACTIVE') return deactivate(management, wanted)
  const first = isThere ? await management.update(content, signal) : undefined
  if (first && first.kind !== 'unknown') return first
  const created = await management.create(content, signal)
  if (created.kind !== 'there' && created.kind !== 'keyUsed') return created
  const updated = await management.update(content, signal)
  if (updated.kind !== 'unknown') return updated
  // The key is that of another client, which has another id.
  if (created.kind === 'keyUsed') {
    return { kind: 'refused', refusals: [keyUsed] }
  }
  return { kind: 'retry', reason: 'esignet_odd_answer' }
}

const keyUsed: Refusal = { field: 'publicKey', index: null, code: 'duplicate_public_key' }

/** A deactivation is not refused for what the client holds; one that eSignet never had is inactive. */
async function deactivate(
  management: ClientManagement,
  { content, signal }: Wanted,
): Promise<Verdict> {
  const whole = withHarmless(content, emptyLists(content))
  const verdict = await management.update(whole, signal)
  if (verdict.kind === 'unknown') return { kind: 'done' }
  if (verdict.kind !== 'refused') return verdict
  const harmless = withHarmless(whole, membersRefused(verdict.refusals))
  const again = await management.update(harmless, signal)
  return again.kind === 'unknown' ? { kind: 'done' } : again
}

interface Sent {
  clientId: string
  version: number
  content: ClientContent
  now: Date
}

/** What the worker is told, and what becomes of the registration if nothing newer is on its way. */
function outcomeOf(verdict: Verdict, sent: Sent): Outcome {
  const { clientId, version, content, now } = sent
  const settle = (result: Parameters<typeof noteOutcome>[2]) => (db: Database) =>
    noteOutcome(db, { clientId, version }, result)
  if (verdict.kind === 'done') {
    const state = content.status === 'INACTIVE' ? 'deactivated' : 'registered'
    return { kind: 'delivered', settle: settle({ state, confirmedAt: now }) }
  }
  if (verdict.kind === 'refused') {
    const { refusals } = verdict
    const reason = refusals[0]?.code ?? 'request_not_understood'
    return { kind: 'refused', reason, settle: settle({ state: 'refused', reason, refusals }) }
  }
  const reason = verdict.kind === 'retry' ? verdict.reason : 'esignet_odd_answer'
  return { kind: 'retry', reason, settle: settle({ reason }) }
}
