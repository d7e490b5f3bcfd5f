import Fastify from 'fastify'
import { listAllPolicies, listApiKeys, listPolicies, type Endpoint } from '@pmp/contract'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { createTurns } from './turns.ts'

/** How many answers are being made, and how many were at once. */
const made = { now: 0, most: 0 }
beforeEach(() => {
  made.now = 0
  made.most = 0
})

const app = Fastify()
const oneByOne = createTurns()
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

test('pages are made beside each other, and beside what has none', async () => {
  expect(await askAtOnce('/pages', '/pages-if-asked?pageNo=0&pageSize=50', '/whole')).toBe(3)
})

test('one that fails lets the next one begin', async () => {
  const failing = Fastify()
  failing.get(
    '/',
    createTurns()(listAllPolicies, async () => {
      throw new Error('as it happens')
    }),
  )
  const replies = await Promise.all([failing.inject('/'), failing.inject('/')])
  expect(replies.map(({ statusCode }) => statusCode)).toEqual([500, 500])
  await failing.close()
})
