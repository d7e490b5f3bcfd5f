import type { Endpoint } from '@pmp/contract'
import { median } from '../median.ts'
import { openFilled, type Kind } from './databases.ts'
import { serverOn, type CallerName, type Measured, type MeasuredServer } from './measured-server.ts'
import { printPlans, printUnusedIndexes } from './plans.ts'
import { lists, pageSize, requestsOf, type Asked } from './requests.ts'

/*
 * Whether a list costs the same over many rows as over few: each request to a server with few and to
 * those with many, in turns. What costs more than half as much again is marked.
 */

/** Not measured: until a connection has settled on its plans. */
const warmUps = 6
const mostRounds = 15
/** After so long a request has been measured well enough. */
const longestMs = 700
const mostRatio = 1.5
const dearest = 10

export interface ListBench {
  kind: Kind
  /** The first is what the others are compared with. */
  sizes: readonly number[]
  /** What the paths that are measured match, as a regular expression. */
  only?: string | undefined
}

/** Administrators, and a partner's user where everybody sees their own. */
export function callersOf({ ownership, params }: Endpoint): CallerName[] {
  const isOwned = ownership === 'scoped' || (params !== undefined && 'partnerId' in params.shape)
  return isOwned ? ['administrator', 'owner'] : ['administrator']
}

/** Measures every list of the contract and prints what came out. */
export async function benchLists({ kind, sizes, only = '' }: ListBench): Promise<void> {
  const servers: MeasuredServer[] = []
  for (const size of sizes) servers.push(await serverOn(await openFilled(kind, size)))
  const largest = servers.at(-1)
  if (!largest) throw new Error('There are no sizes to measure')
  const measured: Measured[] = []
  for (const endpoint of lists.filter(({ path }) => new RegExp(only).test(path))) {
    for (const by of callersOf(endpoint)) {
      const found = await measureList(servers, endpoint, by)
      printList(found, { kind, sizes })
      measured.push(...found)
    }
  }
  printSummary(measured)
  const [dear] = [measured.toSorted((a, b) => costOf(b) - costOf(a)).slice(0, dearest)]
  await printPlans(largest, dear ?? [])
  if (kind === 'postgresql') await printUnusedIndexes(largest.database.pool)
  for (const server of servers) await server.close()
}

const costOf = ({ ms }: Measured) => ms.at(-1) ?? 0

async function measureList(
  servers: readonly MeasuredServer[],
  endpoint: Endpoint,
  by: CallerName,
): Promise<Measured[]> {
  const whole = { name: '', endpoint, given: {} }
  const [smallest] = servers
  const sample = await smallest?.ask(whole, by)
  const measured: Measured[] = []
  for (const asked of requestsOf(endpoint, sample?.rows ?? [])) {
    const { refused } = (await smallest?.ask(asked, by)) ?? {}
    // The contract does not say which columns a V1 search knows.
    if (refused === undefined) measured.push({ asked, by, ms: await inTurns(servers, asked, by) })
  }
  return measured
}

/** The median of each server. What answers with more than a page is compared page by page. */
async function inTurns(
  servers: readonly MeasuredServer[],
  asked: Asked,
  by: CallerName,
): Promise<number[]> {
  const times = servers.map((): number[] => [])
  const startedAt = performance.now()
  for (let round = -warmUps; round < mostRounds; round += 1) {
    for (const [index, server] of servers.entries()) {
      const { ms, rows } = await server.ask(asked, by)
      if (round >= 0 || ms > longestMs / 10) {
        times[index]?.push(ms / Math.max(1, rows.length / pageSize))
      }
    }
    const isEnough = times.every(({ length }) => length >= 1)
    if (isEnough && performance.now() - startedAt > longestMs) break
  }
  return times.map(median)
}

const ratiosOf = ({ ms: [few = Number.NaN, ...more] }: Measured) => more.map((many) => many / few)

const isDear = (measured: Measured) => ratiosOf(measured).some((ratio) => ratio > mostRatio)

function printList(measured: readonly Measured[], { kind, sizes }: ListBench): void {
  const [first] = measured
  if (!first) return
  const { method, path } = first.asked.endpoint
  console.log(`\n### ${method} ${path}, ${first.by}, ${kind}\n`)
  const heads = [...sizes.map((size) => `${size} ms`), ...sizes.slice(1).map(() => 'ratio')]
  console.log(`| request | ${heads.join(' | ')} | |`)
  console.log(`| --- | ${heads.map(() => '---').join(' | ')} | --- |`)
  for (const one of measured) {
    const cells = [...one.ms, ...ratiosOf(one)].map((value) => value.toFixed(2))
    console.log(`| ${one.asked.name} | ${cells.join(' | ')} | ${isDear(one) ? '!' : ''} |`)
  }
}

/** One line a list: how many requests, the middle and the largest ratio, and what is too dear. */
function printSummary(measured: readonly Measured[]): void {
  console.log('\n| list | by | requests | median ratio | largest | above 1.5 |')
  console.log('| --- | --- | --- | --- | --- | --- |')
  const grouped = Map.groupBy(measured, ({ asked, by }) => `${asked.endpoint.path} | ${by}`)
  for (const [name, requests] of grouped) {
    const ratios = requests.map((one) => Math.max(...ratiosOf(one)))
    const worst = requests[ratios.indexOf(Math.max(...ratios))]
    const cells = [
      requests.length,
      median(ratios).toFixed(2),
      `${Math.max(...ratios).toFixed(2)} (${worst?.asked.name})`,
      requests.filter(isDear).length,
    ]
    console.log(`| ${name} | ${cells.join(' | ')} |`)
  }
}
