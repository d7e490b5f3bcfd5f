import type { Config } from '../config.ts'
import { ask, type Answer } from './ask.ts'
import { createServiceTokens } from './service-token.ts'
import { judge } from './verdicts.ts'

/** A call of client management. */
export interface Call {
  method: 'POST' | 'PUT'
  /** Below `/client-mgmt`. */
  path: string
  /** The members of `request`; absent: an empty body, which any version refuses. */
  request?: object
  signal: AbortSignal
}

export type Speak = (call: Call) => Promise<Answer>

/**
 * Calls eSignet with our token, and once more with a new one if that is not taken.
 * @throws {Unreachable} · {NoServiceToken}
 */
export function createSpeaker(config: Config & { ESIGNET_URL: string }, clock: () => Date): Speak {
  const base = `${config.ESIGNET_URL.replace(/\/$/, '')}/client-mgmt`
  const tokens = createServiceTokens(config, clock)

  function speakWith(token: string, { method, path, request, signal }: Call): Promise<Answer> {
    // `toISOString` has three decimals and a Z, as eSignet demands; made anew for each try.
    const body = request ? { requestTime: clock().toISOString(), request } : {}
    return ask(`${base}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal,
    })
  }

  return async (call) => {
    const token = await tokens.current(call.signal)
    const answer = await speakWith(token, call)
    if (!isSignIn(answer)) return answer
    tokens.forget(token)
    return speakWith(await tokens.current(call.signal), call)
  }
}

/** Whether an answer asks for another token, whatever was wanted. */
export const isSignIn = (answer: Answer) =>
  judge(answer, { clientId: '', status: '' }).kind === 'signIn'
