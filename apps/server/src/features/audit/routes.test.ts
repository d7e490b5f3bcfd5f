import { failures, listAuditEntries, type CallOf } from '@pmp/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { insertAuditEntry, type NewAuditEntry } from '../../audit/queries.ts'
import { fresh, given, refusalOf } from '../../testing/given.ts'
import { people, startTestServer, type TestServer } from '../../testing/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const list = (asked: CallOf<typeof listAuditEntries> = {}) =>
  server.call(people.admin, listAuditEntries, asked)

const first = { pageNo: 0, pageSize: 10 }
const hourMilliseconds = 3_600_000

/** Entries of a person that nobody else is, an hour apart, the newest last. */
async function entriesOf(actor: string, changes: readonly Partial<NewAuditEntry>[]) {
  const start = server.clock.now.getTime()
  for (const [index, change] of changes.entries()) {
    await insertAuditEntry(server.db, {
      at: new Date(start + index * hourMilliseconds),
      actor,
      actorRoles: '',
      action: 'policy.created',
      outcome: 'success',
      failureCode: null,
      requestId: fresh('request'),
      subjectType: 'policy',
      subjectId: String(index),
      ...change,
    })
  }
  return (index: number) => new Date(start + index * hourMilliseconds).toISOString()
}

const subjects = ({ data }: Awaited<ReturnType<typeof list>>) =>
  data.map(({ subjectId }) => subjectId)

describe('the audit list', () => {
  test('is read by administrators only, newest first, page by page', async () => {
    for (const later of [1, 2]) {
      server.clock.now = new Date(server.clock.now.getTime() + later)
      await given(server).policyGroup()
    }
    const { data: entries } = await list({ pageNo: 0, pageSize: 2 })
    expect(entries).toHaveLength(2)
    const [newest, older] = entries
    expect(newest?.id).toBeGreaterThan(older?.id ?? Infinity)
    expect(newest?.at.getTime()).toBeGreaterThan(older?.at.getTime() ?? Infinity)
    const next = await list({ pageNo: 2, pageSize: 1 })
    expect(next.data[0]?.id).toBeLessThan(older?.id ?? 0)
    expect(await refusalOf(server.call(people.bank, listAuditEntries, {}))).toBe('KER-ATH-403')
    expect(await refusalOf(server.call(null, listAuditEntries, {}))).toBe('KER-ATH-401')
  })

  test('between two instants is exact, within a day and over many', async () => {
    const start = Date.UTC(2031, 0, 1)
    const instants = [0, 1, 23.5, 24, 24.5, 47, 48, 49, 96, 97].map((hour) =>
      new Date(start + hour * hourMilliseconds).toISOString(),
    )
    await entriesOf(
      fresh('night watch'),
      instants.map((at, index) => ({
        at: new Date(at),
        outcome: index % 3 === 0 ? ('refused' as const) : ('success' as const),
        action: index % 2 === 0 ? 'watch.kept' : 'watch.left',
      })),
    )
    const after = new Date(start + 999 * hourMilliseconds).toISOString()
    for (const [from, at] of instants.entries()) {
      for (const till of [...instants.keys()].slice(from)) {
        const asked = { from: at, till: instants[till] ?? after, ...first }
        const all = instants.map((_, index) => index).slice(from, till)
        const found = await list(asked)
        expect(subjects(found)).toEqual(all.map(String).toReversed())
        expect(found.totalResults).toBe(all.length)
      }
      const refused = await list({ from: at, outcome: 'refused', ...first })
      expect(refused.totalResults).toBe(Math.floor(9 / 3) + 1 - Math.ceil(from / 3))
      const kept = await list({ from: at, action: 'kept', ...first })
      expect(kept.totalResults).toBe(5 - Math.ceil(from / 2))
    }
    const byKind = { sortFieldName: 'action', sortType: 'asc' } as const
    const sorted = await list({ from: instants[4], ...byKind, ...first })
    expect(subjects(sorted)).toEqual(['4', '6', '8', '5', '7', '9'])
    const everything = (await list({ ...first })).totalResults
    const before = await list({ till: instants[5], ...first })
    expect(before.totalResults).toBe(everything - 5)
  })

  test('is filtered by person, kind, outcome and time, with exact totals', async () => {
    const actor = fresh('auditor').replaceAll(' ', '-')
    const instantOf = await entriesOf(actor, [
      {},
      { action: 'policy.published' },
      { outcome: 'refused', failureCode: 'PMS_POL_001', action: 'policies.create' },
      {},
    ])
    const own = (asked: CallOf<typeof listAuditEntries>) =>
      list({ actor: actor.toUpperCase(), ...asked })
    expect(subjects(await own({}))).toEqual(['3', '2', '1', '0'])
    expect(subjects(await own({ action: 'POLICY.' }))).toEqual(['3', '1', '0'])
    const refused = await own({ outcome: 'refused' })
    expect(refused).toMatchObject({ totalResults: 1, data: [{ failureCode: 'PMS_POL_001' }] })
    const between = await own({ from: instantOf(1), till: instantOf(3) })
    expect(subjects(between)).toEqual(['2', '1'])
    expect(await own({ pageNo: 1, pageSize: 3 })).toMatchObject({
      pageNo: 1,
      pageSize: 3,
      totalResults: 4,
      data: [{ subjectId: '0' }],
    })
    expect(await own({ action: '%' })).toMatchObject({ totalResults: 0, data: [] })
  })

  test.each([
    ['at', 'asc', ['0', '1', '2']],
    ['at', 'desc', ['2', '1', '0']],
    ['action', 'asc', ['2', '0', '1']],
    ['action', 'desc', ['1', '0', '2']],
  ] as const)('is sorted by %s, %s', async (sortFieldName, sortType, order) => {
    const actor = fresh('sorter').replaceAll(' ', '-')
    await entriesOf(actor, [{ action: 'b' }, { action: 'c' }, { action: 'a' }])
    expect(subjects(await list({ actor, sortFieldName, sortType, ...first }))).toEqual(order)
  })

  test('is sorted by person', async () => {
    const word = fresh('person').replaceAll(' ', '-')
    await entriesOf(`${word}-b`, [{}])
    await entriesOf(`${word}-a`, [{}])
    const sorted = await list({
      actor: word,
      sortFieldName: 'actor',
      sortType: 'asc',
      ...first,
    })
    expect(sorted.data.map(({ actor }) => actor)).toEqual([`${word}-a`, `${word}-b`])
  })

  test.each([
    ['an unknown sort field', { sortFieldName: 'details', sortType: 'asc', ...first }],
    ['an unknown direction', { sortFieldName: 'at', sortType: 'up', ...first }],
  ])('refuses %s', async (_, asked) => {
    const code = await refusalOf(list(asked as CallOf<typeof listAuditEntries>))
    expect([failures.sort_field_unknown.code, failures.sort_type_unknown.code]).toContain(code)
  })

  test.each(['outcome=maybe', 'from=yesterday', 'till=2026-13-01T00:00:00Z', 'from=2026-01-01'])(
    'refuses %s',
    async (query) => {
      const reply = await server.send(people.admin, 'GET', `/v1/portal/audit-entries?${query}`)
      expect(reply.status).toBe(400)
    },
  )
})
