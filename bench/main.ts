import { fork, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { runListBench } from './lists/main.ts'
import { load } from './load.ts'
import { runMemoryBench } from './memory.ts'
import { measureCertificates } from './x509.ts'

/*
 * What the pages and endpoints that matter cost, as ratios to a floor measured in the same run:
 * bare Fastify with one prepared SELECT on the same database. CPU is that of the server process.
 * `npm run bench`; with `TEST_DATABASE_URL` also on that PostgreSQL server. `npm run bench -- lists`
 * measures the lists of the contract instead (`lists/main.ts`), `npm run bench -- memory` the memory of
 * the process (`memory.ts`).
 */

const warmUpRequests = 1500
const measuredRequests = Number(process.env['BENCH_REQUESTS'] ?? 6000)

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

async function start(
  file: string,
  database: string,
): Promise<{ child: ChildProcess; ready: Ready }> {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), [database], {
    execArgv: ['--conditions=development'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const ready = await new Promise<Ready>((resolve, reject) => {
    child.once('message', (answer: Answer) => 'ready' in answer && resolve(answer.ready))
    child.once('exit', () => reject(new Error(`${file} ended early`)))
  })
  return { child, ready }
}

async function measure(
  child: ChildProcess,
  target: { port: number; token: string; paths: string[] },
): Promise<Cost> {
  await load(target, warmUpRequests)
  const cpuBefore = await ask(child, 'cpu')
  const startedAt = performance.now()
  await load(target, measuredRequests)
  const seconds = (performance.now() - startedAt) / 1000
  const cpuMicros = ((await ask(child, 'cpu')) - cpuBefore) / measuredRequests
  return { cpuMicros, perSecond: measuredRequests / seconds }
}

async function run(database: string): Promise<void> {
  const { child, ready } = await start('./server.ts', database)
  console.log(`\n${database}`)
  console.log('| what | CPU µs | floor µs | CPU ratio | per second | throughput ratio |')
  console.log('| --- | --- | --- | --- | --- | --- |')
  const { port, floorPort, token } = ready
  for (const { name, paths, floors } of ready.targets) {
    const floorCost = await measure(child, { port: floorPort, token, paths: floors })
    const cost = await measure(child, { port, token, paths })
    const cells = [
      name,
      cost.cpuMicros.toFixed(0),
      floorCost.cpuMicros.toFixed(0),
      (cost.cpuMicros / floorCost.cpuMicros).toFixed(2),
      cost.perSecond.toFixed(0),
      (cost.perSecond / floorCost.perSecond).toFixed(2),
    ]
    console.log(`| ${cells.join(' | ')} |`)
  }
  child.removeAllListeners('exit')
  child.kill()
}

const [what, ...options] = process.argv.slice(2)
if (what === 'lists') {
  await runListBench(options)
} else if (what === 'memory') {
  await runMemoryBench(options)
} else {
  await measureCertificates()
  await run('embedded')
  if (process.env['TEST_DATABASE_URL']) await run('postgresql')
}
process.exit(0)
