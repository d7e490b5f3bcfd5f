import { globSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { z as zod } from 'zod'
import { z as recorder } from './recorded-schemas.ts'
import './whole-schemas.ts'

/** The same schemas, by zod and by what the build puts in its place. */
function schemasOf(z: typeof zod) {
  const Instant = z.codec(z.string(), z.date(), {
    decode: (text) => new Date(text),
    encode: (date) => date.toISOString(),
  })
  const Row = z.object({
    id: z.string().min(1).describe('its name'),
    amount: z.number().int().nullable(),
    isOn: z.boolean().optional(),
    at: Instant.nullish(),
    state: z.enum(['new', 'old']),
    kind: z.literal('row'),
    names: z.record(z.string(), z.string()),
    parts: z.array(z.looseObject({ at: Instant })),
    either: z.union([z.object({ only: z.number() }), z.string()]),
    whatever: z.unknown(),
    broken: z.object({ deep: z.string() }).catch({ deep: 'none' }),
  })
  const Request = z.object({
    name: z.preprocess((value) => value, z.string().max(5, 'at most 5 characters').nullish()),
    day: z.iso.date().optional(),
    count: z.coerce.number().default(3),
    must: z.string().refine((value) => value.trim() !== '', 'empty'),
  })
  const Page = z.object({ data: z.array(Row.omit({ names: true }).extend({ more: z.string() })) })
  return { Row, Request, Page, Short: Row.pick({ id: true, at: true }).array() }
}

const byZod = schemasOf(zod)
const written = schemasOf(recorder)

const row = {
  id: 'a',
  amount: null,
  at: '2026-01-31T10:15:30.123Z',
  state: 'new' as const,
  kind: 'row' as const,
  names: { eng: 'A' },
  parts: [{ at: '2026-01-31T10:15:30.123Z', more: 1 }],
  either: 'text',
  whatever: { deep: [1] },
  broken: { deep: 'fine' },
  undeclared: 'falls away',
}

describe('a reply', () => {
  test('is read as zod reads it', () => {
    expect(recorder.decode(written.Row, row)).toEqual(zod.decode(byZod.Row, row))
    const page = {
      data: [{ ...row, at: null, either: { only: 1, other: 2 }, broken: { deep: 'x' }, more: 'm' }],
    }
    expect(recorder.decode(written.Page, page)).toEqual(zod.decode(byZod.Page, page))
    // Whatever was sent in its place.
    const broken = { ...row, broken: 5 } as unknown as typeof row
    expect(recorder.decode(written.Row, broken)).toEqual(zod.decode(byZod.Row, broken))
    expect(recorder.decode(written.Short, [row])).toEqual(zod.decode(byZod.Short, [row]))
  })

  test.each([
    ['a missing member', { ...row, id: undefined }],
    ['null where it may not be', { ...row, state: null }],
    ['a number for a text', { ...row, id: 1 }],
    ['another kind', { ...row, kind: 'column' }],
    ['none of several', { ...row, either: 1 }],
    ['no list', { ...row, parts: {} }],
    ['no instant', { ...row, at: 5 }],
  ])('of another making is refused: %s', (_, reply) => {
    // What comes over the wire has any type.
    const sent = reply as typeof row
    expect(() => zod.decode(byZod.Row, sent)).toThrow('"path"')
    expect(() => recorder.decode(written.Row, sent)).toThrow('A reply has something else')
  })
})

describe('what is sent', () => {
  test('has the names that were written down', () => {
    expect(Object.keys(written.Request.shape)).toEqual(Object.keys(byZod.Request.shape))
    expect(Object.keys(written.Page.shape)).toEqual(['data'])
  })

  test.each([
    { must: 'x', count: '4' },
    { must: ' ', name: 'too long' },
    { day: '2026-02-30' },
    {},
  ])('is judged by zod itself: %j', (request) => {
    const judged = written.Request.safeParse(request)
    const expected = byZod.Request.safeParse(request)
    expect(judged.data).toEqual(expected.data)
    expect(judged.error?.issues).toEqual(expected.error?.issues)
  })

  test('has fields whose kind and limits can be asked', () => {
    expect(written.Request.shape.must instanceof recorder.ZodString).toBe(true)
    expect(written.Row.shape.at instanceof recorder.ZodString).toBe(false)
    expect(recorder.safeParse(written.Request.shape.must, undefined).success).toBe(false)
    expect(recorder.string().max(7).maxLength).toBe(7)
    expect(written.Request.shape.day.unwrap() instanceof zod.ZodISODate).toBe(true)
  })
})

/** What code that the build gives the recorder to uses of zod while it runs: calls, and kinds looked for. */
function usesOfZod(): string[] {
  const root = new URL('../../../../', import.meta.url).pathname
  const files = globSync(['packages/contract/src/**/*.ts', 'apps/web/src/**/*.{ts,tsx}'], {
    cwd: root,
    exclude: ['**/*.test.ts'],
  })
  const found = files.flatMap((file) => {
    const code = readFileSync(`${root}${file}`, 'utf8').replaceAll(/\/\*[^]*?\*\/|\/\/.*/g, '')
    return [...code.matchAll(/\bz\.(\w+)\(|\binstanceof z\.(\w+)/g)]
  })
  return [...new Set(found.map(([, called = '', kind = called]) => kind))]
}

/** Whether the build has it: what is called is a function, a kind can tell what is of it. */
function isThere(name: string): boolean {
  const member: unknown = Reflect.get(recorder, name)
  if (typeof member === 'function') return true
  const tells: unknown = Object(member)[Symbol.hasInstance]
  try {
    return typeof tells === 'function' && Reflect.apply(tells, member, [{}]) === false
  } catch {
    return false
  }
}

test('everything that is used of zod is there in the build, too', () => {
  const uses = usesOfZod()
  expect(uses).toEqual(expect.arrayContaining(['object', 'toJSONSchema', 'ZodString']))
  expect(uses.filter((name) => !isThere(name))).toEqual([])
  expect(['ZodMap', 'prettifyError'].filter(isThere)).toEqual([])
})
