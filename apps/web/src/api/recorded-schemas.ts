import type { z as Zod } from 'zod'

/*
 * What the build gives to the contract in the place of zod: schemas are only written down, and replies
 * are read by what was written. Whoever judges by a schema, such as a form, has `whole-schemas.ts`
 * beside it, which makes zod's own schema of it (decision 41).
 */

/** One call of zod: `z.string()`, or with what it goes on from, `….nullable()`. */
export interface Recorded {
  name: string
  on?: Recorded
  args: readonly unknown[]
}

interface Whole {
  /** Zod's own schema for what was written down; anything else stays. */
  whole: (value: unknown) => unknown
  zod: object
}

type Shape = Readonly<Record<string, unknown>>

let given: Whole | undefined
const recordings = new WeakMap<object, Recorded>()

/** Told by the module that has zod. */
export function giveWhole(whole: Whole): void {
  given = whole
}

function whole(): Whole {
  if (!given) throw new Error('Schemas cannot be asked here: `whole-schemas.ts` is not loaded')
  return given
}

/** What was written down, if the value is such a schema. */
export function recordedOf(value: unknown): Recorded | undefined {
  return typeof value === 'object' && value !== null ? recordings.get(value) : undefined
}

/** What a schema goes on with; every other member is asked of zod's own. */
const continuations = new Set(
  'array catch check default describe extend int max min nullable nullish omit optional pick pipe refine regex rest superRefine transform trim'.split(
    ' ',
  ),
)

/** What begins a schema; every other member is asked of zod. */
const beginnings = new Set(
  'any array boolean codec date enum literal looseObject null number object preprocess record strictObject string stringbool tuple union unknown'.split(
    ' ',
  ),
)

/** Beginnings that have names of their own inside. */
const families = new Set(['coerce', 'iso'])

function schemaOf(recorded: Recorded): object {
  const schema = new Proxy(recorded, {
    get: (_, member) =>
      typeof member === 'string' ? memberOf(schema, recorded, member) : undefined,
  })
  recordings.set(schema, recorded)
  return schema
}

function memberOf(schema: object, recorded: Recorded, member: string): unknown {
  if (member === 'shape') return shapeOf(recorded)
  if (continuations.has(member)) {
    return (...args: unknown[]) => schemaOf({ name: member, on: recorded, args })
  }
  return memberOfWhole(whole().whole(schema), member)
}

function memberOfWhole(owner: unknown, member: string): unknown {
  if (typeof owner !== 'object' || owner === null) return undefined
  const value: unknown = Reflect.get(owner, member)
  if (typeof value !== 'function') return value
  return (...args: unknown[]): unknown => Reflect.apply(value, owner, args.map(whole().whole))
}

const isShape = (value: unknown): value is Shape => typeof value === 'object' && value !== null

function shapeOf({ name, on, args: [first] }: Recorded): Shape {
  const own = isShape(first) ? first : {}
  if (!on) return own
  const before = shapeOf(on)
  const entries = Object.entries(before)
  if (name === 'extend') return { ...before, ...own }
  if (name === 'pick') return Object.fromEntries(entries.filter(([member]) => member in own))
  if (name === 'omit') return Object.fromEntries(entries.filter(([member]) => !(member in own)))
  return before
}

const beginning =
  (name: string) =>
  (...args: unknown[]) =>
    schemaOf({ name, args })

const recorder = new Proxy(
  {},
  {
    get(_, member) {
      if (typeof member !== 'string') return undefined
      if (member === 'decode') return decode
      if (beginnings.has(member)) return beginning(member)
      if (families.has(member)) {
        return new Proxy({}, { get: (__, kind) => beginning(`${member}.${String(kind)}`) })
      }
      if (member.startsWith('Zod')) return { [Symbol.hasInstance]: isOf(member) }
      return memberOfWhole(whole().zod, member)
    },
  },
)

const isOf = (kind: string) => (value: unknown) => {
  const constructor: unknown = Reflect.get(whole().zod, kind)
  if (typeof constructor !== 'function') throw new Error(`whole-schemas.ts has no ${kind}`)
  return whole().whole(value) instanceof constructor
}

// Whatever of zod is not written down is zod's own.
export const z = recorder as typeof Zod

function decode(schema: unknown, value: unknown): unknown {
  const recorded = recordedOf(schema)
  return recorded ? read(recorded, value) : value
}

const wrong = (name: string) => new TypeError(`A reply has something else where ${name} is due`)

/**
 * Reads a part of a reply: instants become dates, members that nobody declared fall away. Of the
 * values only the types are looked at, because the server has written them by the same schema.
 */
function read(recorded: Recorded, value: unknown): unknown {
  const { name, on, args } = recorded
  if (on) return readContinued(recorded, on, value)
  switch (name) {
    case 'object':
    case 'strictObject':
      return readMembers(shapeOf(recorded), value)
    case 'looseObject':
      return { ...(isShape(value) ? value : {}), ...readMembers(shapeOf(recorded), value) }
    case 'array':
      return readEach(args[0], value)
    case 'record':
      if (!isShape(value)) throw wrong(name)
      return Object.fromEntries(
        Object.entries(value).map(([key, one]) => [key, decode(args[1], one)]),
      )
    case 'codec':
      return readCoded(args, value)
    case 'union':
      return readFirstOf(Array.isArray(args[0]) ? args[0] : [], value)
    case 'literal':
      if (value !== args[0]) throw wrong(String(args[0]))
      return value
    case 'null':
      if (value !== null) throw wrong(name)
      return value
    case 'enum':
      if (typeof value !== 'string') throw wrong(name)
      return value
    case 'string':
    case 'number':
    case 'boolean':
      if (typeof value !== name) throw wrong(name)
      return value
    default:
      return value
  }
}

function readContinued({ name, args, ...rest }: Recorded, on: Recorded, value: unknown): unknown {
  switch (name) {
    case 'nullable':
      return value === null ? null : read(on, value)
    case 'optional':
      return value === undefined ? undefined : read(on, value)
    case 'nullish':
      return value == null ? value : read(on, value)
    case 'default':
      return value === undefined ? args[0] : read(on, value)
    case 'catch':
      return readOr(args[0], on, value)
    case 'array':
      return readEach(schemaOf(on), value)
    case 'extend':
    case 'pick':
    case 'omit':
      return readMembers(shapeOf({ name, args, ...rest }), value)
    default:
      return read(on, value)
  }
}

function readOr(otherwise: unknown, on: Recorded, value: unknown): unknown {
  try {
    return read(on, value)
  } catch {
    return otherwise
  }
}

function readMembers(shape: Shape, value: unknown): Record<string, unknown> {
  if (!isShape(value) || Array.isArray(value)) throw wrong('an object')
  return Object.fromEntries(
    Object.entries(shape).flatMap(([member, schema]) => {
      const found = decode(schema, value[member])
      return found === undefined && !(member in value) ? [] : [[member, found]]
    }),
  )
}

function readEach(schema: unknown, value: unknown): unknown[] {
  if (!Array.isArray(value)) throw wrong('a list')
  return value.map((one) => decode(schema, one))
}

function readCoded([from, , coding]: readonly unknown[], value: unknown): unknown {
  const sent = decode(from, value)
  const decoding: unknown = isShape(coding) ? coding['decode'] : undefined
  if (typeof decoding !== 'function') throw wrong('a codec')
  return Reflect.apply(decoding, undefined, [sent])
}

function readFirstOf(schemas: readonly unknown[], value: unknown): unknown {
  for (const schema of schemas) {
    try {
      return decode(schema, value)
    } catch {
      // The next one may fit.
    }
  }
  throw wrong('one of several')
}
