import { isObject } from '@pmp/contract'
/** One thing that two documents say differently. Paths are words, outermost first. */
export interface Difference {
  kind: 'added' | 'removed' | 'changed'
  path: string[]
  before?: string
  after?: string
}

/** Members by which an entry of a list is known, so that a changed order is no difference. */
const nameMembers = ['attributeName', 'attribute', 'authType'] as const

/** What changed from one policy document to another, in the order of the newer one. */
export function differenceOf(before: unknown, after: unknown): Difference[] {
  const [old, young] = [leavesOf(before), leavesOf(after)]
  const added = [...young].flatMap(([key, { path, text }]): Difference[] => {
    const known = old.get(key)
    if (!known) return [{ kind: 'added', path, after: text }]
    return known.text === text ? [] : [{ kind: 'changed', path, before: known.text, after: text }]
  })
  const removed = [...old].flatMap(([key, { path, text }]): Difference[] =>
    young.has(key) ? [] : [{ kind: 'removed', path, before: text }],
  )
  return [...added, ...removed]
}

interface Leaf {
  path: string[]
  text: string
}

/** Every single value with the words that lead to it. */
function leavesOf(value: unknown, path: string[] = []): Map<string, Leaf> {
  if (typeof value !== 'object' || value === null) {
    return new Map([[path.join('\u0000'), { path, text: JSON.stringify(value) ?? '' }]])
  }
  const entries: [string, unknown][] = Array.isArray(value)
    ? value.map((entry: unknown, index) => [nameOf(entry, index), entry])
    : Object.entries(value)
  if (entries.length === 0) {
    return new Map([[path.join('\u0000'), { path, text: Array.isArray(value) ? '[]' : '{}' }]])
  }
  return new Map(entries.flatMap(([name, inner]) => [...leavesOf(inner, [...path, name])]))
}

function nameOf(entry: unknown, index: number): string {
  if (typeof entry === 'string') return entry
  if (!isObject(entry)) return String(index + 1)
  const name = nameMembers.map((member) => entry[member]).find((word) => typeof word === 'string')
  const kind = entry['authSubType']
  if (typeof name !== 'string') return String(index + 1)
  return typeof kind === 'string' && kind !== '' ? `${name} ${kind}` : name
}
