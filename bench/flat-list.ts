import type { TestServer, TestUser } from '../apps/server/src/testing/server.ts'

/*
 * Whether a list costs the same over many rows as over few: each request against a server with few
 * and one with many, in turns, in the same run.
 */

const rounds = Number(process.env['BENCH_ROUNDS'] ?? 60)

interface Sizes {
  few: number
  many: number
}

/** A path that is read, or one that a search is sent to. */
type Asked = string | { path: string; body: string }

export interface FlatList {
  title: string
  sizes: Sizes
  reader: TestUser
  /** What is asked, by its name in the table. */
  requests: Record<string, (total: number) => Asked>
  serverWith(total: number): Promise<TestServer>
}

async function timeOf(server: TestServer, token: string, asked: Asked): Promise<number> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const { path, ...search } = typeof asked === 'string' ? { path: asked } : asked
  const method = 'body' in search ? 'POST' : 'GET'
  const startedAt = performance.now()
  const response = await fetch(server.url + path, { method, headers, ...search })
  const body = (await response.json()) as { response: { data: unknown[] | null } | null }
  const ended = performance.now()
  if (body.response?.data?.length !== 10) {
    throw new Error(`${JSON.stringify(asked)} gave no full page`)
  }
  return ended - startedAt
}

function median(times: number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0
}

/** Prints the ratios for one kind of database. */
export async function benchFlatList(
  { title, sizes, reader, requests, serverWith }: FlatList,
  database: 'embedded' | 'postgresql',
): Promise<void> {
  const url = process.env['TEST_DATABASE_URL']
  if (database === 'embedded') delete process.env['TEST_DATABASE_URL']
  const servers = { few: await serverWith(sizes.few), many: await serverWith(sizes.many) }
  console.log(`\n${title}, ${database}: ${sizes.many} rows against ${sizes.few}`)
  console.log('| request | few ms | many ms | ratio |')
  console.log('| --- | --- | --- | --- |')
  for (const [name, askedOf] of Object.entries(requests)) {
    const times = { few: [] as number[], many: [] as number[] }
    for (let round = -10; round < rounds; round += 1) {
      for (const size of ['few', 'many'] as const) {
        const server = servers[size]
        const token = await server.issuer.tokenFor({ ...reader })
        const time = await timeOf(server, token, askedOf(sizes[size]))
        if (round >= 0) times[size].push(time)
      }
    }
    const [few, many] = [median(times.few), median(times.many)]
    console.log(`| ${name} | ${few.toFixed(2)} | ${many.toFixed(2)} | ${(many / few).toFixed(2)} |`)
  }
  await servers.few.close()
  await servers.many.close()
  if (url) process.env['TEST_DATABASE_URL'] = url
}
