import { failures, listOutboxMessages, type CallOf } from '@pmp/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { insertOutboxMessage } from '../../outbox/queries.ts'
import { fresh, given, refusalOf } from '../../testing/given.ts'
import { people, startTestServer, type TestServer } from '../../testing/server.ts'
import { randomUUID } from 'node:crypto'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const list = (asked: CallOf<typeof listOutboxMessages> = {}) =>
  server.call(people.admin, listOutboxMessages, asked)

const first = { pageNo: 0, pageSize: 10 }

/** An event, a mail and a delivered event of topics that nothing else has, a minute apart. */
async function messages() {
  const word = fresh('TOPIC').replaceAll(' ', '_')
  const start = server.clock.now.getTime()
  const kinds = ['event', 'mail', 'event'] as const
  for (const [index, kind] of kinds.entries()) {
    await insertOutboxMessage(server.db, {
      id: randomUUID(),
      kind,
      topic: `${word}_${'bca'.charAt(index)}`,
      orderingKey: word,
      at: new Date(start + index * 60_000),
      payload: {
        event: { data: { apiKeyId: 'secret-key', list: [{ licenseKey: 'secret-key' }] } },
      },
    })
  }
  await server.db
    .updateTable('pmp.outboxMessage')
    .set({ deliveredAt: server.clock.now, outcome: 'delivered' })
    .where('topic', '=', `${word}_a`)
    .execute()
  return word
}

const endings = ({ data }: Awaited<ReturnType<typeof list>>) =>
  data.map(({ topic }) => topic.slice(-1))

describe('the outbox list', () => {
  test('is read by administrators only', async () => {
    await given(server).readyPartner()
    const waiting = await list({ state: 'waiting' })
    expect(waiting.data.length).toBeGreaterThan(0)
    expect(waiting.data.every(({ deliveredAt }) => deliveredAt === null)).toBe(true)
    expect(await refusalOf(server.call(people.bank, listOutboxMessages, {}))).toBe('KER-ATH-403')
    expect(await refusalOf(server.call(null, listOutboxMessages, {}))).toBe('KER-ATH-401')
  })

  test('masks the values of keys wherever they stand', async () => {
    const topic = await messages()
    const { data } = await list({ topic })
    expect(JSON.stringify(data)).not.toContain('secret-key')
    expect(data[0]?.summary).toEqual({
      event: { data: { apiKeyId: '••••••••', list: [{ licenseKey: '••••••••' }] } },
    })
  })

  test('is filtered by topic, kind and state, with exact totals', async () => {
    const topic = (await messages()).toLowerCase()
    expect(endings(await list({ topic }))).toEqual(['a', 'c', 'b'])
    expect(await list({ topic, kind: 'mail' })).toMatchObject({
      totalResults: 1,
      data: [{ kind: 'mail' }],
    })
    expect(endings(await list({ topic, state: 'waiting' }))).toEqual(['c', 'b'])
    expect(endings(await list({ topic, state: 'delivered' }))).toEqual(['a'])
    expect(await list({ topic, kind: 'event', pageNo: 1, pageSize: 1 })).toMatchObject({
      pageNo: 1,
      pageSize: 1,
      totalResults: 2,
    })
    expect(await list({ topic: '%' })).toMatchObject({ totalResults: 0, data: [] })
  })

  test('tells registrations that were refused from those that were delivered', async () => {
    const topic = fresh('TOPIC').replaceAll(' ', '_')
    const message = { kind: 'registration', orderingKey: topic, payload: {} } as const
    const at = server.clock.now
    await insertOutboxMessage(server.db, { id: randomUUID(), topic, at, ...message })
    const ended = { deliveredAt: at, outcome: 'refused', lastError: 'invalid_redirect_uri' }
    await server.db.updateTable('pmp.outboxMessage').set(ended).where('topic', '=', topic).execute()
    expect(await list({ topic, kind: 'registration', state: 'refused' })).toMatchObject({
      totalResults: 1,
      data: [{ state: 'refused', lastError: 'invalid_redirect_uri' }],
    })
    expect((await list({ topic, state: 'delivered' })).data).toEqual([])
    expect((await list({ topic, state: 'waiting' })).data).toEqual([])
  })

  test.each([
    ['createdAt', 'asc', ['b', 'c', 'a']],
    ['createdAt', 'desc', ['a', 'c', 'b']],
    ['topic', 'asc', ['a', 'b', 'c']],
    ['topic', 'desc', ['c', 'b', 'a']],
  ] as const)('is sorted by %s, %s', async (sortFieldName, sortType, order) => {
    const topic = await messages()
    expect(endings(await list({ topic, sortFieldName, sortType, ...first }))).toEqual(order)
  })

  test('refuses an unknown sort field, kind and state', async () => {
    const sort = { sortFieldName: 'payload', sortType: 'asc', ...first } as const
    expect(await refusalOf(list(sort))).toBe(failures.sort_field_unknown.code)
    for (const query of ['kind=letter', 'state=lost']) {
      const reply = await server.send(people.admin, 'GET', `/v1/portal/outbox-messages?${query}`)
      expect(reply.status).toBe(400)
    }
  })
})
