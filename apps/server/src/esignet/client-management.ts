import type { Config } from '../config.ts'
import { Unreachable } from './ask.ts'
import type { ClientContent } from './client-content.ts'
import { createVersionFinder } from './find-version.ts'
import { createMembers, olderFamilyFor, updateMembers, type Family } from './requests.ts'
import { NoServiceToken } from './service-token.ts'
import { createSpeaker, type Call } from './speak-to-esignet.ts'
import { judge, type Verdict } from './verdicts.ts'

/** The two calls by which eSignet learns of clients; nothing can be read back, nothing deleted. */
export interface ClientManagement {
  create(content: ClientContent, signal: AbortSignal): Promise<Verdict>
  update(content: ClientContent, signal: AbortSignal): Promise<Verdict>
}

/** What is called, once the family is known. */
type CallOf = (content: ClientContent, family: Family) => Omit<Call, 'signal'>

const createCall: CallOf = (content, family) => ({
  method: 'POST',
  path: `/${family}`,
  request: createMembers(content, family),
})

const updateCall: CallOf = (content, family) => ({
  method: 'PUT',
  path: `/${family}/${encodeURIComponent(content.clientId)}`,
  request: updateMembers(content, family),
})

/** Speaks to eSignet as its version wants it. */
export function createClientManagement(
  config: Config & { ESIGNET_URL: string },
  clock: () => Date,
): ClientManagement {
  const speak = createSpeaker(config, clock)
  const version = createVersionFinder(config, clock, speak)

  async function manage(
    callOf: CallOf,
    content: ClientContent,
    signal: AbortSignal,
  ): Promise<Verdict> {
    const older = await version.isOlder(signal)
    if (typeof older !== 'boolean') return older
    // What it cannot hold must not be left out silently: some of it protects data.
    if (older && content.status === 'ACTIVE' && hasMembers(content.additionalConfig)) {
      const code = 'additional_config_unsupported'
      return { kind: 'refused', refusals: [{ field: 'additionalConfig', index: null, code }] }
    }
    const call = callOf(content, older ? olderFamilyFor(content) : 'client')
    const status = call.method === 'POST' ? 'ACTIVE' : content.status
    const verdict = judge(await speak({ ...call, signal }), { clientId: content.clientId, status })
    if (verdict.kind === 'noCall') version.forget()
    return verdict
  }

  return {
    create: (content, signal) => answered(manage(createCall, content, signal)),
    update: (content, signal) => answered(manage(updateCall, content, signal)),
  }
}

/** What keeps an answer from coming is a verdict, too. */
async function answered(answering: Promise<Verdict>): Promise<Verdict> {
  try {
    const verdict = await answering
    if (verdict.kind === 'signIn') return { kind: 'retry', reason: 'esignet_sign_in' }
    if (verdict.kind === 'noCall') return { kind: 'retry', reason: 'esignet_odd_answer' }
    return verdict
  } catch (error) {
    if (error instanceof Unreachable) return { kind: 'retry', reason: 'esignet_unreachable' }
    if (error instanceof NoServiceToken) return { kind: 'retry', reason: 'esignet_sign_in' }
    throw error
  }
}

const hasMembers = (config: object | null) => config !== null && Object.keys(config).length > 0
