import { z } from 'zod'
import { endpoint, v2 } from '../endpoint.ts'
import { JsonObject, LocalDateTime } from '../fields.ts'

export const listOutboxMessages = endpoint({
  service: 'portal',
  method: 'GET',
  path: '/outbox-messages',
  summary: 'Mail and events that wait for delivery or were delivered, newest first',
  permission: 'outbox.read',
  envelope: v2('pmp.outbox-messages.get'),
  query: z.object({ limit: z.coerce.number().int().min(1).max(200).default(50) }),
  response: z.array(
    z.object({
      id: z.string(),
      kind: z.string(),
      topic: z.string(),
      createdAt: LocalDateTime,
      deliveredAt: LocalDateTime.nullable(),
      attempts: z.number().int(),
      lastError: z.string().nullable(),
      /** The message without the values of keys. */
      summary: JsonObject,
    }),
  ),
  failures: [],
})
