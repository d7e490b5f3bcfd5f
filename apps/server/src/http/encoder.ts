import { isObject } from '@pmp/contract'
import { z } from 'zod'

/** Brings what an operation gives into the form of the wire. */
type Encode = (value: unknown) => unknown

/**
 * The encoder of a schema, made once and as strict as `z.encode`, which looks through the schema anew
 * for each value and takes many times as long. Members that the schema does not declare fall away.
 * @throws {z.ZodError} by the encoder, for a value that the schema does not allow
 */
export function encoderOf(schema: z.ZodType): Encode {
  const encode = compiled(schema)
  return (value) => {
    try {
      return encode(value)
    } catch (error) {
      if (error !== misfit) throw error
      // Tells where it does not fit.
      return z.encode(schema, value)
    }
  }
}

/** What an encoder throws at a value that is none of its schema. */
const misfit = new Error('The value does not fit')

function compiled(schema: z.core.$ZodType): Encode {
  // Bounds beyond the type are left to the library, as is every type that is not named here.
  const isPlain = schema instanceof z.ZodType && !schema.def.checks?.length
  const encode = isPlain ? (simple(schema) ?? composed(schema)) : undefined
  return encode ?? ((value) => z.encode(schema, value))
}

function simple(schema: z.core.$ZodType): Encode | undefined {
  if (schema instanceof z.ZodString) return only((value) => typeof value === 'string')
  if (schema instanceof z.ZodBoolean) return only((value) => typeof value === 'boolean')
  if (schema instanceof z.ZodNumber) return only((value) => Number.isFinite(value))
  if (schema instanceof z.ZodDate) return only(isInstant)
  if (schema instanceof z.ZodEnum) {
    const words: ReadonlySet<unknown> = new Set(schema.options)
    return only((value) => words.has(value))
  }
  return undefined
}

const isInstant = (value: unknown) => value instanceof Date && !Number.isNaN(value.getTime())

function only(fits: (value: unknown) => boolean): Encode {
  return (value) => {
    if (!fits(value)) throw misfit
    return value
  }
}

function composed(schema: z.core.$ZodType): Encode | undefined {
  if (schema instanceof z.ZodNullable) return unless(null, compiled(schema.unwrap()))
  if (schema instanceof z.ZodOptional) return unless(undefined, compiled(schema.unwrap()))
  if (schema instanceof z.ZodArray) return ofArray(compiled(schema.element))
  if (schema instanceof z.ZodCodec) return ofCodec(schema)
  if (schema instanceof z.ZodObject && !schema.def.catchall) return ofObject(schema)
  return undefined
}

function unless(none: null | undefined, encode: Encode): Encode {
  return (value) => (value === none ? value : encode(value))
}

function ofArray(encode: Encode): Encode {
  return (value) => {
    if (!Array.isArray(value)) throw misfit
    return value.map(encode)
  }
}

function ofObject({ shape }: z.ZodObject): Encode {
  const members = Object.entries(shape).map(([name, schema]) => [name, compiled(schema)] as const)
  return (value) => {
    if (!isObject(value)) throw misfit
    const encoded: Record<string, unknown> = {}
    for (const [name, encode] of members) encoded[name] = encode(value[name])
    return encoded
  }
}

function ofCodec({ def }: z.ZodCodec): Encode {
  const [before, after] = [compiled(def.out), compiled(def.in)]
  return (value) => {
    const payload = { value: before(value), issues: [] }
    const encoded: unknown = def.reverseTransform(payload.value, payload)
    if (payload.issues.length > 0) throw misfit
    return after(encoded)
  }
}
