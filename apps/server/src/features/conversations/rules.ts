import { Failure, stateOf } from '@pmp/contract'

/** Who writes: those who decide, or the partner. */
export type Side = 'administrator' | 'partner'

/** So much can be said on one request. */
const mostMessages = 100

/** @throws {Failure} conversation_full */
export function checkRoom(messages: readonly unknown[]): void {
  if (messages.length >= mostMessages) throw new Failure('conversation_full', { mostMessages })
}

/** Whose turn it is: who has not written last; who decides, before anybody has. */
export function whoseTurn(messages: readonly { side: Side }[]): Side {
  return messages.at(-1)?.side === 'administrator' ? 'partner' : 'administrator'
}

/** @throws {Failure} policy_request_not_refused */
export function checkRefused({ statusCode }: { statusCode: string }): void {
  if (stateOf(statusCode) !== 'rejected') throw new Failure('policy_request_not_refused')
}
