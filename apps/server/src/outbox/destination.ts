/** What a message may be on its way to. */
export type DestinationName = 'esignet'

/** Where PostgreSQL tells of messages that wait. */
export const outboxChannel = 'pmp_outbox'
