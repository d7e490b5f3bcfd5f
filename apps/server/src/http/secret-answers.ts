import { z } from 'zod'
import type { Endpoint } from '@pmp/contract'

/**
 * Members that hold what must not be guessed: keys of API and licence, passwords, tokens. Values that a
 * filter offers are of any column, be it that of the licence keys.
 */
const secretMember = /(api_?key(id)?|licen[cs]e_?key|password|token|secret|field_?value)$/i

/**
 * Whether an answer may show a secret. Next to text that a caller chooses, the length of a compressed
 * answer tells about it (BREACH), so such answers are never compressed (record 41).
 */
export function mayShowSecret({ response }: Pick<Endpoint, 'response'>): boolean {
  const schema = z.toJSONSchema(response, { io: 'input', unrepresentable: 'any' })
  return membersOf(schema).some((name) => secretMember.test(name))
}

function membersOf(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return []
  const own = 'properties' in schema ? Object.keys(schema.properties ?? {}) : []
  return [...own, ...Object.values(schema).flatMap(membersOf)]
}
