import * as contract from '@pmp/contract'
import { isObject } from '@pmp/contract'
import type { InputOf, ResponseOf } from '@pmp/contract'
import { z } from 'zod'
import type { Context } from '../../context.ts'
import { route } from '../../http/route.ts'
import { findOutboxMessages } from './queries.ts'

/** Members of a message whose value nobody but the receiver may see. */
const secretMembers = ['apiKeyId', 'licenseKey']

const kinds = z.enum(contract.outboxKinds)
const states = z.enum(contract.outboxStates)

/** Mail, events and registrations, newest first unless sorted otherwise, with the values of keys masked. */
async function listOutboxMessages(
  { db }: Context,
  { list, ...filters }: InputOf<typeof contract.listOutboxMessages>,
): Promise<ResponseOf<typeof contract.listOutboxMessages>> {
  const { data, ...page } = await findOutboxMessages(db, filters, list)
  const messages = data.map(({ payload, outcome, ...message }) => {
    // The column holds what `enqueue` wrote: an object.
    const summary = masked(payload)
    return {
      ...message,
      kind: kinds.parse(message.kind),
      state: states.parse(outcome ?? 'waiting'),
      summary: isObject(summary) ? summary : {},
    }
  })
  return { ...page, data: messages }
}

function masked(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(masked)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      secretMembers.includes(key) ? '••••••••' : masked(inner),
    ]),
  )
}

export const outboxRoutes = [route(contract.listOutboxMessages, listOutboxMessages)]
