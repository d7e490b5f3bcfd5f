import * as contract from '@pmp/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { asStranger, freshUser, refusalOf } from '../../testing/given.ts'
import { startTestServer, type TestServer } from '../../testing/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

function viewsOf(user = freshUser(), list = 'policies') {
  return {
    read: () => server.call(user, contract.listSavedViews, { list }),
    save: (name: string, search: Record<string, string> = { status: 'draft' }) =>
      server.call(user, contract.saveView, { list, name, search }),
    remove: (viewId: string) => server.call(user, contract.deleteView, { list, viewId }),
  }
}

describe('saved views of a list', () => {
  test('are the user’s own, by name; the same name replaces', async () => {
    const mine = viewsOf()
    const drafts = await mine.save('Drafts')
    await mine.save('Active', { status: 'activated' })
    const replaced = await mine.save('Drafts', { status: 'draft', sort: 'policyName' })
    expect(replaced.id).toBe(drafts.id)
    expect(await mine.read()).toEqual([
      expect.objectContaining({ name: 'Active', search: { status: 'activated' } }),
      { id: drafts.id, name: 'Drafts', search: { status: 'draft', sort: 'policyName' } },
    ])
    const others = viewsOf(asStranger())
    expect(await others.read()).toEqual([])
    await others.save('Drafts', { status: 'theirs' })
    expect(await mine.read()).toContainEqual(replaced)
    expect(await refusalOf(others.remove(drafts.id))).toBe('PMP_023')
  })

  test('are all shown, one that cannot be read without what it searches for', async () => {
    const mine = viewsOf()
    const fine = await mine.save('Fine')
    for (const [name, search] of [
      ['Broken', '{'],
      ['Odd', '[1]'],
    ] as const) {
      const { id } = await mine.save(name)
      await server.db.updateTable('pmp.savedView').set({ search }).where('id', '=', id).execute()
    }
    expect(await mine.read()).toEqual([
      expect.objectContaining({ name: 'Broken', search: {} }),
      fine,
      expect.objectContaining({ name: 'Odd', search: {} }),
    ])
  })

  test('can be deleted once', async () => {
    const mine = viewsOf()
    const { id } = await mine.save('Old')
    expect(await mine.remove(id)).toEqual({ id })
    expect(await refusalOf(mine.remove(id))).toBe('PMP_023')
    expect(await refusalOf(mine.remove('no-uuid'))).toBe('PMP_023')
  })

  test('are bounded, also for saves at once', async () => {
    const mine = viewsOf()
    const all = Array.from({ length: contract.mostSavedViews + 3 }, (_, index) => `view ${index}`)
    const results = await Promise.allSettled(all.map((name) => mine.save(name)))
    expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(3)
    expect(await refusalOf(mine.save('one more'))).toBe('PMP_024')
    expect(await mine.read()).toHaveLength(contract.mostSavedViews)
  })

  test('refuse a blank name, too much, and nobody', async () => {
    const mine = viewsOf()
    expect(await refusalOf(mine.save(' '))).toBe('PMS_COR_001')
    expect(await refusalOf(mine.save('x', { status: 'd'.repeat(257) }))).toBe('PMS_COR_001')
    const list = 'policies'
    const withNul = '/v1/portal/saved-views/policies%00'
    expect((await server.send(freshUser(), 'GET', withNul)).status).toBe(400)
    const nobody = [
      server.call(null, contract.listSavedViews, { list }),
      server.call(null, contract.saveView, { list, name: 'x', search: {} }),
      server.call(null, contract.deleteView, { list, viewId: 'x' }),
    ]
    expect(await Promise.all(nobody.map(refusalOf))).toEqual(Array(3).fill('KER-ATH-401'))
  })
})
