import {
  bodyOf,
  readReply,
  urlOf,
  type CallOf,
  type Endpoint,
  type ResponseOf,
} from '@pmp/contract'
import type { Person } from './person.ts'

/** Calls an endpoint as a person who is signed in, where a page is not what the journey is about. */
export async function callAs<E extends Endpoint>(
  { page }: Person,
  endpoint: E,
  call: CallOf<E>,
): Promise<ResponseOf<E>> {
  const { method } = endpoint
  const data = bodyOf(endpoint, call, new Date())
  const reply = await page.request.fetch(urlOf(endpoint, call), {
    method,
    ...(data ? { data } : {}),
  })
  return readReply(endpoint, reply.status(), await reply.json())
}
