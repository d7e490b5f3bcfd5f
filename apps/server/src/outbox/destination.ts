import type { Database } from '../database/database.ts'

/** What a message may be on its way to. */
export type DestinationName = 'esignet'

/** Where the database tells of messages that wait; the payload is the destination. */
export const outboxChannel = 'pmp_outbox'

/** A message as its destination gets it. */
export interface Message {
  id: string
  topic: string
  /** What it is about; messages of one subject leave one after another. */
  orderingKey: string
  payload: unknown
  /** Which try this is, from 1. */
  attempt: number
}

/** What came of a try. A `reason` is a word of ours: no text of the other side, no secret. */
export type Outcome = (
  | { kind: 'delivered' }
  /** Trying again would change nothing. */
  | { kind: 'refused'; reason: string }
  | { kind: 'retry'; reason: string }
) & {
  /** What else is written with it, in the same transaction, and only if it counts. */
  settle?: (db: Database) => Promise<void>
}

/** Somebody that messages are delivered to. One file each; the worker knows them by this only. */
export interface Destination {
  name: DestinationName
  /** Deliveries at a time of one process, each about another subject. */
  parallel: number
  /**
   * Whether it is told how a subject stands now, whatever a message was written for: one delivery then
   * answers for all messages of the subject that waited before it began.
   */
  tellsState: boolean
  /**
   * One try. It may come twice for one message, after a crash, so the other side must bear that.
   * @param signal ends it: too long, or the process stops
   */
  deliver(message: Message, signal: AbortSignal): Promise<Outcome>
}
