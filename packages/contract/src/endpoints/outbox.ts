import { z } from 'zod'
import { endpoint, v2 } from '../endpoint.ts'
import { JsonObject, LocalDateTime, filter, pageOf } from '../fields.ts'

export const outboxKinds = ['event', 'mail', 'registration'] as const

/** A message waits until it is delivered, or its receiver refuses it for good. */
export const outboxStates = ['waiting', 'delivered', 'refused'] as const

export const listOutboxMessages = endpoint({
  service: 'portal',
  method: 'GET',
  path: '/outbox-messages',
  summary: 'Mail, events and registrations that wait for delivery or were delivered, newest first',
  permission: 'outbox.read',
  envelope: v2('pmp.outbox-messages.get'),
  query: z.object({
    kind: z.enum(outboxKinds).optional(),
    /** Part of the name of a topic. */
    topic: filter,
    state: z.enum(outboxStates).optional(),
  }),
  list: { sortFields: ['createdAt', 'topic'], defaultPage: { pageNo: 0, pageSize: 20 } },
  response: pageOf(
    z.object({
      id: z.string(),
      kind: z.enum(outboxKinds),
      topic: z.string(),
      createdAt: LocalDateTime,
      state: z.enum(outboxStates),
      /** When it ended: delivered or refused. */
      deliveredAt: LocalDateTime.nullable(),
      attempts: z.number().int(),
      lastError: z.string().nullable(),
      /** The message without the values of keys. */
      summary: JsonObject,
    }),
  ),
  failures: [],
})
