import {
  ZodArray,
  ZodNullable,
  ZodOptional,
  ZodPipe,
  ZodString,
  any,
  array,
  boolean,
  codec,
  coerce,
  date,
  enum as enum_,
  iso,
  literal,
  looseObject,
  null as null_,
  number,
  object,
  preprocess,
  record,
  safeParse,
  strictObject,
  string,
  stringbool,
  toJSONSchema,
  tuple,
  union,
  unknown,
} from 'zod'
import { giveWhole, recordedOf, type Recorded } from './recorded-schemas.ts'

/** What the contract uses of it, by name, so that a page has no more of zod than that. */
const zod = {
  ZodArray,
  ZodNullable,
  ZodOptional,
  ZodPipe,
  ZodString,
  any,
  array,
  boolean,
  codec,
  coerce: {
    boolean: coerce.boolean,
    date: coerce.date,
    number: coerce.number,
    string: coerce.string,
  },
  date,
  enum: enum_,
  iso: { date: iso.date, datetime: iso.datetime },
  literal,
  looseObject,
  null: null_,
  number,
  object,
  preprocess,
  record,
  safeParse,
  strictObject,
  string,
  stringbool,
  toJSONSchema,
  tuple,
  union,
  unknown,
}

/** Zod's own schemas of those that were written down, each made once and when it is first asked. */
const made = new WeakMap<Recorded, unknown>()

function make({ name, on, args }: Recorded): unknown {
  const owner: unknown = on ? schemaOf(on) : zod
  const given = args.map(whole)
  const steps = name.split('.')
  const method = steps.pop() ?? ''
  const holder = steps.reduce(memberOf, owner)
  const call = memberOf(holder, method)
  if (typeof call !== 'function') throw new Error(`zod has no ${name}`)
  return Reflect.apply(call, holder, given)
}

function memberOf(owner: unknown, member: string): unknown {
  return typeof owner === 'object' && owner !== null ? Reflect.get(owner, member) : undefined
}

function schemaOf(recorded: Recorded): unknown {
  const known = made.get(recorded)
  if (known !== undefined) return known
  const schema = make(recorded)
  made.set(recorded, schema)
  return schema
}

/** Zod's own schema for one that was written down, also inside of lists and shapes. */
function whole(value: unknown): unknown {
  const recorded = recordedOf(value)
  if (recorded) return schemaOf(recorded)
  if (Array.isArray(value)) return value.map(whole)
  if (isPlain(value)) {
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, whole(one)]))
  }
  return value
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
  )
}

giveWhole({ whole, zod })
