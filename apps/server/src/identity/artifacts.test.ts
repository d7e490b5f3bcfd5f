import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase } from '../database/testing.ts'
import { jobContextFor } from '../jobs/testing.ts'
import { createArtifactStore } from './artifacts.ts'
import { sweepIdentityJob } from './sweep.ts'

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

test('what no column can hold is refused, and never found', async () => {
  const store = createArtifactStore(database.db)('Interaction')
  const asked = store.upsert('i-2', { uid: 'u-2', params: { state: 'a\0b' } }, 60)
  await expect(asked).rejects.toMatchObject({ error: 'invalid_request', status: 400 })
  expect(await store.find('a\0b')).toBeUndefined()
  expect(await store.findByUid('a\0b')).toBeUndefined()
})

test('revoking a grant ends what came from it', async () => {
  const store = createArtifactStore(database.db)('AuthorizationCode')
  await store.upsert('c-2', { grantId: 'g-2' }, 60)
  await store.upsert('c-3', { grantId: 'g-3' }, 60)

  await store.revokeByGrantId('g-2')

  expect(await store.find('c-2')).toBeUndefined()
  expect(await store.find('c-3')).toBeDefined()
})

test('what has expired is not found, and in the end deleted', async () => {
  const { db } = database
  const store = createArtifactStore(db)('Session')
  await store.upsert('old', { uid: 'x' }, -1)
  await store.upsert('new', { uid: 'y' }, 60)

  expect(await store.find('old')).toBeUndefined()
  await sweepIdentityJob.run(jobContextFor(db))

  const rows = await db
    .selectFrom('pmp.oidcArtifact')
    .select('id')
    .where('model', '=', 'Session')
    .execute()
  expect(rows).toEqual([{ id: 'new' }])
})

test('sign-ins that many begin and nobody ends are kept up to ten thousand, the newest', async () => {
  const { db } = database
  const store = createArtifactStore(db)('Interaction')
  const payload = JSON.stringify({ uid: 'u' })
  const soon = Date.now() + 60_000
  for (let start = 0; start < 10_400; start += 800) {
    const row = (_: unknown, index: number) => ({
      model: 'Interaction',
      id: `flood-${start + index}`,
      payload,
      expiresAt: new Date(soon + start + index),
    })
    await db
      .insertInto('pmp.oidcArtifact')
      .values(Array.from({ length: 800 }, row))
      .execute()
  }

  for (let count = 0; count < 200; count += 1) await store.upsert('last', { uid: 'l' }, 1800)

  const kept = await db
    .selectFrom('pmp.oidcArtifact')
    .select('id')
    .where('model', '=', 'Interaction')
    .execute()
  expect(kept).toHaveLength(10_000)
  expect(kept).toContainEqual({ id: 'last' })
  expect(kept).toContainEqual({ id: 'flood-10399' })
  expect(kept).not.toContainEqual({ id: 'flood-0' })
})
