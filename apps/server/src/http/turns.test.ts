import Fastify from 'fastify'
import { listAllPolicies, listApiKeys, listPolicies, type Endpoint } from '@pmp/contract'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { anonymous } from './caller.ts'
import { createTurns } from './turns.ts'

/** How many answers are being made, and how many were at once. */
const made = { now: 0, most: 0 }
beforeEach(() => {
  made.now = 0
  made.most = 0
})

const app = Fastify()
const notBlocked = { isBlocked: () => false }
const oneByOne = createTurns(notBlocked)
const answer = (endpoint: Endpoint, path: string) =>
  app.get(
    path,
    oneByOne(endpoint, async (_request, reply) => {
      made.now += 1
      made.most = Math.max(made.most, made.now)
      await new Promise((resolve) => setImmediate(resolve))
      made.now -= 1
      return reply.send({})
    }),
  )
answer(listAllPolicies, '/whole')
answer(listApiKeys, '/pages-if-asked')
answer(listPolicies, '/pages')
afterAll(() => app.close())

async function askAtOnce(...paths: string[]): Promise<number> {
  const replies = await Promise.all(paths.map((url) => app.inject({ url })))
  expect(replies.map(({ statusCode }) => statusCode)).toEqual(paths.map(() => 200))
  return made.most
}

test('answers without pages are made one after another, whichever list they are of', async () => {
  expect(
    await askAtOnce('/whole', '/whole', '/pages-if-asked', '/pages-if-asked?sortType=asc'),
  ).toBe(1)
})

test.each(['pageNo=&pageSize=', 'pageNo=0', 'pageSize=%20&pageNo=0'])(
  'a list whose page is named in part is without pages: %s',
  async (page) => {
    expect(await askAtOnce(`/pages-if-asked?${page}`, `/pages-if-asked?${page}`)).toBe(1)
  },
)

test('pages are made beside each other, and beside what has none', async () => {
  expect(await askAtOnce('/pages', '/pages-if-asked?pageNo=0&pageSize=50', '/whole')).toBe(3)
})

test('one that fails lets the next one begin', async () => {
  const failing = Fastify()
  failing.get(
    '/',
    createTurns(notBlocked)(listAllPolicies, async () => {
      throw new Error('as it happens')
    }),
  )
  const replies = await Promise.all([failing.inject('/'), failing.inject('/')])
  expect(replies.map(({ statusCode }) => statusCode)).toEqual([500, 500])
  await failing.close()
})

/** A server whose answers wait until they are let go; callers name themselves. */
function heldServer(options: Parameters<typeof createTurns>[0]) {
  const held = Fastify()
  const begun: string[] = []
  const letGo: (() => void)[] = []
  held.decorateRequest('caller', null)
  held.addHook('onRequest', async (request) => {
    const userName = String(request.headers['x-caller'])
    request.caller = { ...anonymous, userName }
  })
  held.get(
    '/',
    createTurns(options)(listAllPolicies, async (request, reply) => {
      begun.push(request.caller?.userName ?? '')
      await new Promise<void>((resolve) => letGo.push(resolve))
      return reply.send({})
    }),
  )
  const ask = (caller: string) => held.inject({ url: '/', headers: { 'x-caller': caller } })
  return { ask, begun, letGo, close: () => held.close() }
}

test('one who asks for many has one turn before each other caller', async () => {
  const { ask, begun, letGo, close } = heldServer(notBlocked)
  const replies = Promise.all(['greedy', 'greedy', 'greedy', 'other'].map(ask))
  for (let count = 1; count <= 4; count += 1) {
    await expect.poll(() => letGo.length).toBe(count)
    letGo.at(-1)?.()
  }
  await replies
  expect(begun).toEqual(['greedy', 'greedy', 'other', 'greedy'])
  await close()
})

test('nobody waits for a turn longer than a few seconds', async () => {
  const { ask, begun, letGo, close } = heldServer({ ...notBlocked, waitMs: 1 })
  const first = ask('one')
  await expect.poll(() => letGo.length).toBe(1)
  const others = await Promise.all([ask('one'), ask('two'), ask('two')])
  expect(others.map(({ statusCode }) => statusCode)).toEqual([503, 503, 503])
  letGo[0]?.()
  const last = ask('three')
  await expect.poll(() => letGo.length).toBe(2)
  letGo[1]?.()
  expect([(await first).statusCode, (await last).statusCode]).toEqual([200, 200])
  expect(begun).toEqual(['one', 'three'])
  await close()
})

test('nobody waits behind a route that waits for the database', async () => {
  const { ask, begun, letGo, close } = heldServer({ isBlocked: (route) => route === 'GET /' })
  const replies = Promise.all([ask('one'), ask('two')])
  await expect.poll(() => begun).toEqual(['one', 'two'])
  for (const go of letGo) go()
  await replies
  await close()
})
