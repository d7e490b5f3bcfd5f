import pg from 'pg'
import type { Measured, MeasuredServer } from './measured-server.ts'

interface Statement {
  text: string
  values: unknown[]
}

/** What the server sends to the database while `work` runs. */
async function statementsOf(work: () => Promise<unknown>): Promise<Statement[]> {
  const sent: Statement[] = []
  const { query } = pg.Client.prototype
  // The overloads of the driver cannot be restated.
  const noting = function noting(this: pg.Client, ...given: unknown[]) {
    const [first, values] = given
    const named = typeof first === 'object' && first !== null ? first : { text: first, values }
    const { text, values: bound } = named as Partial<Statement>
    if (typeof text === 'string') sent.push({ text, values: bound ?? [] })
    return Reflect.apply(query, this, given)
  }
  pg.Client.prototype.query = noting as typeof query
  try {
    await work()
  } finally {
    pg.Client.prototype.query = query
  }
  return sent.filter(({ text }) => /^\s*(select|with)\b/i.test(text))
}

/** Prints how the database answers the dearest requests: the dearest statement of each. */
export async function printPlans(
  server: MeasuredServer,
  measured: readonly Measured[],
): Promise<void> {
  const { pool } = server.database
  for (const { asked, by, ms } of measured) {
    const title = `${asked.endpoint.method} ${asked.endpoint.path}, ${asked.name}, ${by}`
    console.log(`\n#### ${title}: ${ms.map((value) => value.toFixed(1)).join(', ')} ms\n`)
    const plans: { ms: number; lines: string[]; text: string }[] = []
    for (const { text, values } of await statementsOf(() => server.ask(asked, by))) {
      const { rows } = await pool.query<Record<string, string>>(
        `explain (analyze, buffers, settings) ${text}`,
        values,
      )
      const lines = rows.map((row) => row['QUERY PLAN'] ?? '')
      plans.push({ text, lines, ms: Number(/[\d.]+/.exec(lines.at(-1) ?? '')?.[0]) })
    }
    const [dearest] = plans.toSorted((a, b) => b.ms - a.ms)
    if (dearest) console.log(['```', dearest.text, ...dearest.lines, '```'].join('\n'))
  }
}

/** Prints the indexes of the measured tables that none of the requests read. */
export async function printUnusedIndexes(pool: pg.Pool): Promise<void> {
  // What the connections know is told to everybody when they have been idle for a while.
  await new Promise((resolve) => setTimeout(resolve, 2000))
  const { rows } = await pool.query<{ table: string; index: string; size: string }>(
    `select relid::regclass::text as table, indexrelname as index,
       pg_size_pretty(pg_relation_size(indexrelid)) as size
     from pg_stat_user_indexes join pg_index using (indexrelid)
     where idx_scan = 0 and not indisunique and pg_relation_size(relid) > 8192 * 8
     order by 1, 2`,
  )
  console.log('\nIndexes that no list read:\n\n| table | index | size |\n| --- | --- | --- |')
  for (const { table, index, size } of rows) console.log(`| ${table} | ${index} | ${size} |`)
}
