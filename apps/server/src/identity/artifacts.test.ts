import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase } from '../database/testing.ts'
import { jobContextFor } from '../jobs/testing.ts'
import { createArtifactStore, saveArtifact, sweepArtifactsJob, takeArtifact } from './artifacts.ts'

type TestDatabase = Awaited<ReturnType<typeof createTestDatabase>>

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())

test('what was stored comes back as it was, names of members included', async () => {
  const store = createArtifactStore(database.db)('Interaction')
  const payload = { uid: 'u-1', params: { redirect_uri: 'http://portal.test', ui_locales: 'fr' } }

  await store.upsert('i-1', payload, 60)

  expect(await store.find('i-1')).toEqual(payload)
  expect(await store.findByUid('u-1')).toEqual(payload)
  expect(await createArtifactStore(database.db)('Session').find('i-1')).toBeUndefined()
})

test('a code is consumed once, even by two at the same time', async () => {
  const store = createArtifactStore(database.db)('AuthorizationCode')
  await store.upsert('c-1', { grantId: 'g-1' }, 60)

  const attempts = await Promise.allSettled([store.consume('c-1'), store.consume('c-1')])

  expect(attempts.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  expect(await store.find('c-1')).toMatchObject({ consumed: expect.any(Number) })
})

test('revoking a grant ends what came from it', async () => {
  const store = createArtifactStore(database.db)('AuthorizationCode')
  await store.upsert('c-2', { grantId: 'g-2' }, 60)
  await store.upsert('c-3', { grantId: 'g-3' }, 60)

  await store.revokeByGrantId('g-2')

  expect(await store.find('c-2')).toBeUndefined()
  expect(await store.find('c-3')).toBeDefined()
})

test('what has expired is not found, not taken, and in the end deleted', async () => {
  const { db } = database
  await saveArtifact(db, { model: 'SignIn', id: 'old', expiresIn: -1 }, { state: 'x' })
  await saveArtifact(db, { model: 'SignIn', id: 'new', expiresIn: 60 }, { state: 'y' })

  expect(await takeArtifact(db, { model: 'SignIn', id: 'old' })).toBeUndefined()
  await sweepArtifactsJob.run(jobContextFor(db))

  const rows = await db
    .selectFrom('pmp.oidcArtifact')
    .select('id')
    .where('model', '=', 'SignIn')
    .execute()
  expect(rows).toEqual([{ id: 'new' }])
  expect(await takeArtifact(db, { model: 'SignIn', id: 'new' })).toEqual({ state: 'y' })
  expect(await takeArtifact(db, { model: 'SignIn', id: 'new' })).toBeUndefined()
})
