import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestDatabase } from '../../apps/server/src/database/testing.ts'
import { fill } from './databases.ts'
import { callersOf } from './measure.ts'
import { serverOn, type MeasuredServer } from './measured-server.ts'
import { isSearch, lists, pageSize, requestsOf, type Asked } from './requests.ts'

/** Lists of what a release brings along. */
const ofReferenceData = ['/partners/partnertype/search']

let server: MeasuredServer
beforeAll(async () => {
  const database = await createTestDatabase()
  await fill(database.pool, 1000)
  server = await serverOn(database)
})
afterAll(() => server.close())

const whole = (endpoint: Asked['endpoint']): Asked => ({ name: '', endpoint, given: {} })

describe.each(lists.map((endpoint) => [`${endpoint.method} ${endpoint.path}`, endpoint] as const))(
  'the bench measures %s',
  (_, endpoint) => {
    test('over rows of its own', async () => {
      if (ofReferenceData.includes(endpoint.path)) return
      for (const caller of callersOf(endpoint)) {
        const { rows, refused } = await server.ask(whole(endpoint), caller)
        expect(refused).toBeUndefined()
        expect(rows.length).toBeGreaterThanOrEqual(pageSize)
      }
    })

    test('by each sort and filter, which finds something', async () => {
      const { rows } = await server.ask(whole(endpoint), 'administrator')
      const answers = await Promise.all(
        requestsOf(endpoint, rows).map(async (asked) => {
          const { rows: found, refused } = await server.ask(asked, 'administrator')
          return { name: asked.name, found: found.length > 0, refused }
        }),
      )
      // The contract does not say which columns a V1 search knows; some of them have no values.
      const empty = answers.filter(({ found }) => !found && !isSearch(endpoint))
      // What is stored encrypted has no order.
      expect(empty.filter(({ refused }) => !refused?.includes('encrypted'))).toEqual([])
    })
  },
)
