import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Kind } from './lists/databases.ts'
import { load } from './load.ts'
import { median } from './median.ts'

/*
 * What the endpoints that matter cost, as ratios to a floor measured in the same run: bare Fastify with
 * one prepared SELECT on the same database. CPU is that of the server process. Both are asked in turns,
 * many times shortly, and the medians are printed, because other work on the machine comes and goes.
 */

const rounds = Number(process.env['BENCH_ROUNDS'] ?? 24)
const requestsOfRound = 500
const warmUpRequests = 3000

interface Target {
  name: string
  /** Asked in turns; each answers the same kind of thing. */
  paths: string[]
  floors: string[]
}

interface Ready {
  port: number
  floorPort: number
  token: string
  targets: Target[]
}

interface Cost {
  cpuMicros: number
  perSecond: number
}

type Answer = { ready: Ready } | { cpuMicros: number }

function ask(child: ChildProcess, message: 'cpu'): Promise<number> {
  return new Promise((resolve) => {
    child.once('message', (answer: Answer) => resolve('cpuMicros' in answer ? answer.cpuMicros : 0))
    child.send(message)
  })
}

/** Starts the server and its floor on a database of that kind, in a process of its own. */
async function start(kind: Kind): Promise<{ child: ChildProcess; ready: Ready }> {
  const child = fork(fileURLToPath(new URL('./server.ts', import.meta.url)), [kind], {
    execArgv: ['--conditions=development'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const ready = await new Promise<Ready>((resolve, reject) => {
    child.once('message', (answer: Answer) => 'ready' in answer && resolve(answer.ready))
    child.once('exit', () => reject(new Error('The server ended early')))
  })
  return { child, ready }
}

interface Asked {
  port: number
  token: string
  paths: string[]
}

async function costOf(child: ChildProcess, asked: Asked): Promise<Cost> {
  const cpuBefore = await ask(child, 'cpu')
  const startedAt = performance.now()
  await load(asked, requestsOfRound)
  const seconds = (performance.now() - startedAt) / 1000
  const cpuMicros = ((await ask(child, 'cpu')) - cpuBefore) / requestsOfRound
  return { cpuMicros, perSecond: requestsOfRound / seconds }
}

async function measure(child: ChildProcess, ready: Ready, { name, paths, floors }: Target) {
  const { port, floorPort, token } = ready
  const [ours, floor] = [
    { port, token, paths },
    { port: floorPort, token, paths: floors },
  ]
  for (const asked of [floor, ours]) await load(asked, warmUpRequests)
  const pairs: { cost: Cost; least: Cost }[] = []
  for (let round = 0; round < rounds; round += 1) {
    const least = await costOf(child, floor)
    pairs.push({ least, cost: await costOf(child, ours) })
  }
  const middle = (of: (pair: { cost: Cost; least: Cost }) => number) => median(pairs.map(of))
  return [
    name,
    middle(({ cost }) => cost.cpuMicros).toFixed(0),
    middle(({ least }) => least.cpuMicros).toFixed(0),
    middle(({ cost, least }) => cost.cpuMicros / least.cpuMicros).toFixed(2),
    middle(({ cost, least }) => cost.perSecond / least.perSecond).toFixed(2),
  ]
}

/** Lets go of the server, which then removes its copy of the database, and waits until it has. */
async function stop(child: ChildProcess): Promise<void> {
  child.removeAllListeners('exit')
  if (child.exitCode !== null) return
  const ended = once(child, 'exit')
  child.disconnect()
  await ended
}

/** Measures the endpoints and prints what came out. */
export async function benchEndpoints(kind: Kind): Promise<void> {
  const { child, ready } = await start(kind)
  try {
    console.log(`\n${kind}, ${rounds} rounds of ${requestsOfRound} requests in turns`)
    console.log('| what | CPU µs | floor µs | CPU ratio | throughput ratio |')
    console.log('| --- | --- | --- | --- | --- |')
    for (const target of ready.targets) {
      console.log(`| ${(await measure(child, ready, target)).join(' | ')} |`)
    }
  } finally {
    await stop(child)
  }
}
