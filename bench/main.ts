import { fork, type ChildProcess } from 'node:child_process'
import { Agent, request } from 'node:http'
import { fileURLToPath } from 'node:url'
import { benchFlatList } from './flat-list.ts'
import { policyList } from './policy-list.ts'
import { trustList } from './trust-list.ts'
import { measureCertificates } from './x509.ts'

/*
 * What the pages and endpoints that matter cost, as ratios to a floor measured in the same run:
 * bare Fastify with one prepared SELECT on the same database. CPU is that of the server process.
 * `npm run bench`; with `TEST_DATABASE_URL` also on that PostgreSQL server.
 */

const connections = 16
const warmUpRequests = 1500
const measuredRequests = Number(process.env['BENCH_REQUESTS'] ?? 6000)

interface Target {
  name: string
  path: string
  floor: string
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

function get(agent: Agent, port: number, path: string, token: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}` }
    const call = request({ agent, port, path, headers, host: '127.0.0.1' }, (response) => {
      response.resume()
      response.on('end', () => {
        if (response.statusCode === 200) resolve()
        else reject(new Error(`${path} answered ${response.statusCode}`))
      })
    })
    call.on('error', reject)
    call.end()
  })
}

async function load(port: number, path: string, token: string, requests: number): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  let left = requests
  const worker = async () => {
    while (left > 0) {
      left -= 1
      await get(agent, port, path, token)
    }
  }
  await Promise.all(Array.from({ length: connections }, worker))
  agent.destroy()
}

async function measure(
  child: ChildProcess,
  port: number,
  token: string,
  path: string,
): Promise<Cost> {
  await load(port, path, token, warmUpRequests)
  const cpuBefore = await ask(child, 'cpu')
  const startedAt = performance.now()
  await load(port, path, token, measuredRequests)
  const seconds = (performance.now() - startedAt) / 1000
  const cpuMicros = ((await ask(child, 'cpu')) - cpuBefore) / measuredRequests
  return { cpuMicros, perSecond: measuredRequests / seconds }
}

async function run(database: string): Promise<void> {
  const { child, ready } = await start('./server.ts', database)
  console.log(`\n${database}`)
  console.log('| what | CPU µs | floor µs | CPU ratio | per second | throughput ratio |')
  console.log('| --- | --- | --- | --- | --- | --- |')
  for (const { name, path, floor } of ready.targets) {
    const floorCost = await measure(child, ready.floorPort, ready.token, floor)
    const cost = await measure(child, ready.port, ready.token, path)
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

await measureCertificates()
const databases = process.env['TEST_DATABASE_URL']
  ? (['embedded', 'postgresql'] as const)
  : (['embedded'] as const)
for (const database of databases) {
  await run(database)
  await benchFlatList(policyList, database)
  await benchFlatList(trustList, database)
}
process.exit(0)
