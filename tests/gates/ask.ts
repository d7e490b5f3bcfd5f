/**
 * What a replay asks besides the server, where there need be neither curl nor psql: `get URL`,
 * `post URL` with standard input as body, `sql` with statements on standard input for the schema
 * `pms` of `DATABASE_URL`.
 */
import { text } from 'node:stream/consumers'
import pg from 'pg'

const [verb, url = ''] = process.argv.slice(2)

async function answerOf(init?: RequestInit): Promise<string> {
  const response = await fetch(url, init)
  if (!response.ok) throw new Error(`${url} answered ${response.status}`)
  return response.text()
}

/** One after the other, each on its own: as with psql, a statement that is refused stops nothing. */
async function execute(statements: string): Promise<void> {
  const client = new pg.Client({
    connectionString: process.env['DATABASE_URL'],
    options: '-c search_path=pms',
  })
  await client.connect()
  for (const statement of statements.match(/(?:'[^']*'|[^';])+/g) ?? []) {
    await client.query(statement).catch((error: Error) => console.error(error.message))
  }
  await client.end()
}

if (verb === 'get') console.log(await answerOf())
else if (verb === 'post')
  console.log(await answerOf({ method: 'POST', body: await text(process.stdin) }))
else await execute(await text(process.stdin))
