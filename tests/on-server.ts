import { importsOf, type Graph } from './architecture/circles.ts'
import { readCode } from './architecture/code.ts'

/*
 * What a run against a PostgreSQL server repeats. The embedded database is PostgreSQL, too, so
 * nothing else can come out differently.
 */

/** Where every test gets its database from. */
const source = 'apps/server/src/database/testing.ts'

/** The tests that open a database, told by what they import. */
export function testsWithDatabase(): string[] {
  const imports = importsOf(readCode())
  const tests = [...imports.keys()].filter((path) => /^apps\/.*\.test\.ts$/.test(path))
  return tests.filter((path) => reachedFrom(path, imports).has(source))
}

function reachedFrom(start: string, imports: Graph): ReadonlySet<string> {
  const reached = new Set([start])
  for (const path of reached) for (const next of imports.get(path) ?? []) reached.add(next)
  return reached
}

/** The product as a whole: what differs there is starting, and several people at once. */
export const journeysOnServer = [
  // From an empty database, with nothing configured, and with the demo; stopping and starting again.
  'tests/journeys/start.test.ts',
  // Everything from sign-up to a working API key, with every role.
  'tests/journeys/main-job.test.ts',
  // Two people change the same rows: only here do they have connections of their own.
  'tests/journeys/policy-managers.test.ts',
]
