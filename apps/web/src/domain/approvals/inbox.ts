import { dayMs } from '../../durations.ts'

export type Kind = 'request' | 'change' | 'name' | 'person'

/** One thing that waits for a decision. */
export interface Item {
  kind: Kind
  key: string
  /** Whom it is about, and what they want. */
  who: string
  /** The id by which they are known. */
  whose: string
  what: string
  at: Date
  to: string
  /** Whether somebody else must answer first. */
  isElsewhere: boolean
}

/** Decisions are promised within so many days. */
export const promisedDays = 5

const groups = ['late', 'week', 'today'] as const
type GroupName = (typeof groups)[number]

/** What waits by how long it does, the oldest first; groups without anything are left out. */
export function groupsOf(items: readonly Item[], now: Date): { name: GroupName; items: Item[] }[] {
  const ordered = items.toSorted((one, other) => one.at.getTime() - other.at.getTime())
  return groups
    .map((name) => ({ name, items: ordered.filter(({ at }) => groupOf(at, now) === name) }))
    .filter((group) => group.items.length > 0)
}

/** What waits longest. */
export function oldestOf(items: readonly Item[] = []): Item | undefined {
  return items.toSorted((one, other) => one.at.getTime() - other.at.getTime())[0]
}

function groupOf(at: Date, now: Date): GroupName {
  const days = (now.getTime() - at.getTime()) / dayMs
  if (days >= promisedDays) return 'late'
  return days >= 1 ? 'week' : 'today'
}
