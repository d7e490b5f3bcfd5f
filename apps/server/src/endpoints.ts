import * as contract from '@pmp/contract'
import type { Endpoint } from '@pmp/contract'

const isEndpoint = (value: unknown): value is Endpoint =>
  typeof value === 'object' && value !== null && 'envelope' in value && 'path' in value

/** Every endpoint of the contract by its name. */
export const endpoints: readonly (readonly [string, Endpoint])[] = Object.entries<unknown>(
  contract,
).flatMap(([name, value]) => (isEndpoint(value) ? [[name, value] as const] : []))
