import { afterAll, beforeEach, expect, test, vi } from 'vitest'
import { draftOf } from './draft.ts'

const kept = new Map<string, string>()
beforeEach(() => {
  kept.clear()
  vi.stubGlobal('window', {
    sessionStorage: {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, text: string) => kept.set(key, text),
      removeItem: (key: string) => kept.delete(key),
    },
  })
})

// Files share their globals.
afterAll(() => vi.unstubAllGlobals())

const empty: { words: string; chosen: readonly string[] } = { words: '', chosen: [] }

test('what was typed is taken back until it is dropped', () => {
  const draft = draftOf('letter', empty)
  expect(draft.read()).toBeUndefined()
  draft.keep({ words: 'Dear', chosen: ['a'] })
  expect(draftOf('letter', empty).read()).toEqual({ words: 'Dear', chosen: ['a'] })
  expect(draftOf('other', empty).read()).toBeUndefined()
  draft.drop()
  expect(draft.read()).toBeUndefined()
})

test.each([
  '{',
  'null',
  '[]',
  '{"words":1,"chosen":[]}',
  '{"words":"","chosen":{}}',
  '{"words":""}',
])('what has another shape is left: %s', (text) => {
  kept.set('draft:letter', text)
  expect(draftOf('letter', empty).read()).toBeUndefined()
})
