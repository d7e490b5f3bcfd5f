import { afterAll, beforeAll, expect, test } from 'vitest'
import { readConfig } from '../config.ts'
import { transaction, type OpenDatabase } from '../database/database.ts'
import { createTestDatabase } from '../database/testing.ts'
import { jobContextFor } from '../jobs/testing.ts'
import { seen } from '../testing/seen.ts'
import { findRegistrations } from './queries.ts'
import { queueClientRegistration } from './queue-registration.ts'
import { storeClient } from './testing-clients.ts'

let database: OpenDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())

const connected = readConfig({ ESIGNET_URL: 'http://esignet.example.org' }, '/no-env-file')

function changed(clientId: string) {
  return transaction(database.db, (db) => queueClientRegistration(jobContextFor(db), clientId))
}

async function registrationOf(clientId: string, config = connected) {
  const all = await findRegistrations({ db: database.db, config }, [clientId])
  return all.get(clientId)
}

const messagesOf = (orderingKey: string) => seen(database).outbox({ orderingKey })

test('a new client is being registered, and one message says whose turn it is', async () => {
  const id = await storeClient(database.db, { id: 'new' })
  await changed(id)
  expect(await registrationOf(id)).toMatchObject({
    state: 'registering',
    attempts: 0,
    reason: null,
    refusals: [],
    confirmedAt: null,
  })
  expect(await messagesOf(id)).toEqual([
    {
      kind: 'registration',
      topic: 'CLIENT_REGISTRATION',
      orderingKey: id,
      payload: { clientId: id },
    },
  ])
})

test('without an eSignet in the settings it is not registered, and waits for one', async () => {
  const id = await storeClient(database.db, { id: 'local' })
  await changed(id)
  const config = readConfig({}, '/no-env-file')
  expect(await registrationOf(id, config)).toMatchObject({ state: 'not_registered' })
  expect(await registrationOf(id)).toMatchObject({ state: 'registering' })
})

test('a client that is not active any more is being deactivated', async () => {
  const id = await storeClient(database.db, { id: 'ended', status: 'INACTIVE' })
  await changed(id)
  await changed(id)
  expect(await registrationOf(id)).toMatchObject({ state: 'deactivating' })
  expect((await messagesOf(id)).map(({ topic }) => topic)).toEqual([
    'CLIENT_DEACTIVATION',
    'CLIENT_DEACTIVATION',
  ])
})

test('what is rolled back leaves neither message nor registration', async () => {
  const id = await storeClient(database.db, { id: 'undone' })
  const change = transaction(database.db, async (db) => {
    await queueClientRegistration(jobContextFor(db), id)
    throw new Error('refused')
  })
  await expect(change).rejects.toThrow('refused')
  expect(await messagesOf(id)).toEqual([])
  expect(await registrationOf(id)).toBeUndefined()
})
