import { z } from 'zod'
import type { Endpoint } from './endpoint.ts'
import { failures } from './failures.ts'

/** What can be said of a field of the input before it is judged. */
interface FieldRules {
  isRequired: boolean
  /** The most characters of a text, where it has a limit. */
  maxLength?: number
}

/** Whether a field must be given, and how long its text may be, as the schemas of the endpoint say. */
export function fieldRules(endpoint: Endpoint, field: string): FieldRules {
  const { params, query, request } = endpoint
  const schema = [request, params, query].map((part) => part?.shape[field]).find(Boolean)
  if (!schema) return { isRequired: false }
  const maxLength = longest(schema)
  return {
    isRequired: !z.safeParse(schema, undefined).success,
    ...(maxLength === undefined ? {} : { maxLength }),
  }
}

function longest(schema: unknown): number | undefined {
  if (schema instanceof z.ZodString) return schema.maxLength ?? undefined
  if (schema instanceof z.ZodPipe) return longest(schema.out)
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) {
    return longest(schema.unwrap())
  }
  return undefined
}

/** The fields that a published code is about in an endpoint: it may stand for several failures. */
export function fieldsOfCode(endpoint: Endpoint, code: string | null): string[] {
  return endpoint.failures.flatMap((name) => {
    const field = endpoint.fields?.[name]
    return field !== undefined && failures[name].code === code ? [field] : []
  })
}
