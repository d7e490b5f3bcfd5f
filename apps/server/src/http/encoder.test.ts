import { LocalDateTime, OffsetDateTime, pageOf } from '@pmp/contract'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { routes } from '../app.ts'
import { encoderOf } from './encoder.ts'

const at = new Date('2026-11-30T11:22:04.636Z')
const Row = z.object({
  name: z.string(),
  end: LocalDateTime.nullable(),
  begin: OffsetDateTime,
  kind: z.enum(['one', 'two']),
  isUsed: z.boolean(),
  label: z.string().optional(),
  size: z.number(),
  position: z.number().int(),
  more: z.record(z.string(), z.unknown()),
  either: z.union([z.string(), z.number()]),
})
const row: z.output<typeof Row> = {
  name: 'North Bank',
  end: null,
  begin: at,
  kind: 'one',
  isUsed: true,
  label: 'a',
  size: 0.5,
  position: 3,
  more: { any: [1, null] },
  either: 7,
}
const page = { pageNo: 0, pageSize: 2, totalResults: 2, data: [row, { ...row, end: at }] }

test('a page is encoded as by the library, without what is not declared', () => {
  const given = { ...page, secret: 'x', data: page.data.map((one) => ({ ...one, secret: 'y' })) }
  const encoded = encoderOf(pageOf(Row))(given)
  expect(encoded).toEqual(z.encode(pageOf(Row), page))
  expect(JSON.stringify(encoded)).not.toContain('secret')
})

const { label: _, ...unlabelled } = row

test.each([
  ['an optional member that is absent', Row, unlabelled],
  ['a list', z.array(Row), [row]],
  ['null', Row.nullable(), null],
  ['a text', z.string(), 'text'],
  ['any member', z.record(z.string(), z.string()), { a: 'b' }],
  [
    'an object that lets further members through',
    z.looseObject({ a: z.string() }),
    { a: 'b', c: 1 },
  ],
  ['a text with a bound', z.string().max(3), 'abc'],
])('%s is encoded as by the library', (_kind, schema, value) => {
  expect(encoderOf(schema)(value)).toEqual(z.encode(schema, value as never))
})

test.each([
  ['name', 5],
  ['name', null],
  ['name', undefined],
  ['kind', 'three'],
  ['begin', '2026-11-30'],
  ['begin', new Date(Number.NaN)],
  ['isUsed', 'true'],
  ['size', Infinity],
  ['position', 0.5],
  ['more', []],
  ['either', false],
])('a value of %s that is %s is refused, and told where', (name, value) => {
  const encode = encoderOf(z.object({ rows: z.array(Row) }))
  const refused = () => encode({ rows: [{ ...row, [name]: value }] })
  expect(refused).toThrow(z.ZodError)
})

test('each response of the contract has an encoder', () => {
  expect(() => routes.map(({ endpoint }) => encoderOf(endpoint.response))).not.toThrow()
})
