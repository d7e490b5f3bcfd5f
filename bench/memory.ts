import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { basePaths } from '@pmp/contract'
import { encodePkcs7 } from '@pmp/x509'
import { createTestAuthority } from '@pmp/x509/test-authority'
import { startTestIssuer } from '../apps/server/src/identity/testing.ts'
import { freePort } from './free-port.ts'
import { copyFilled } from './lists/databases.ts'
import { callers } from './lists/measured-server.ts'
import { load } from './load.ts'

/*
 * What the process takes of the machine's memory: the built server as it is started, under the load
 * of a list with 50 rows, and with the heaviest requests, several at once. Linux tells it.
 */

const command = fileURLToPath(new URL('../apps/server/bin/pmp.cjs', import.meta.url))
/** Rows of each table: more than an answer without pages gives. */
const rows = 20_000
const listRequests = Number(process.env['BENCH_REQUESTS'] ?? 6000)
/** Heaviest requests at once. */
const atOnce = 4
const certificatesOfBundle = 200

interface Heavy {
  name: string
  path: string
  body?: string
}

/** Everything that answers, or takes, as much as one request can. */
async function heaviest(): Promise<Heavy[]> {
  const partner = (path: string) => `${basePaths.partner}${path}`
  const policy = (path: string) => `${basePaths.policy}${path}`
  const search = JSON.stringify({ request: { filters: [], sort: [] } })
  return [
    { name: 'policy requests without pages', path: partner('/partner-policy-requests') },
    { name: 'API keys without pages', path: partner('/partner-api-keys') },
    { name: 'partners with contacts', path: partner('/partners') },
    { name: 'search of chips', path: partner('/ftpchipdetail/search'), body: search },
    { name: 'every policy', path: policy('/policies') },
    {
      name: 'a bundle of certificates',
      path: partner('/partners/certificate/ca/upload'),
      body: await bundle(),
    },
  ]
}

async function bundle(): Promise<string> {
  const authority = await createTestAuthority({ now: new Date() })
  const { certificate: root } = authority.root
  const certificates = [root]
  while (certificates.length < certificatesOfBundle) {
    const basicConstraints = { ca: true }
    certificates.push((await authority.issueLeaf({ basicConstraints })).certificate)
  }
  const certificateData = Buffer.from(encodePkcs7(certificates)).toString('base64url')
  return JSON.stringify({ request: { certificateData, partnerDomain: 'AUTH' } })
}

/** Starts the built server as its command does. */
async function start(environment: Record<string, string>) {
  const port = await freePort()
  const env = { PATH: process.env['PATH'], PORT: String(port), LOG_LEVEL: 'error', ...environment }
  const child = spawn(process.execPath, [command, 'serve'], {
    cwd: tmpdir(),
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit').then(() => 'ended')
  const lines = createInterface({ input: child.stdout })
  const ready = new Promise((resolve) => {
    lines.on('line', (line) => line.includes('listening on') && resolve('ready'))
  })
  if ((await Promise.race([ready, ended])) === 'ended') throw new Error('The server did not start')
  // The launcher's child is the server.
  const children = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8')
  return { port, pid: Number(children.trim()), ended, stop: () => child.kill('SIGINT') }
}

/** What Node was told. */
function flagsOf(pid: number): string {
  const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
  return words.filter((word) => word.startsWith('--')).join(' ')
}

/** Megabytes that a process holds now, and the most that it has held. */
function memoryOf(pid: number): { now: number; peak: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const megabytes = (name: string) =>
    Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1]) / 1024
  return { now: megabytes('VmRSS'), peak: megabytes('VmHWM') }
}

/** Seconds of CPU: fields 14 and 15 of proc(5), in hundredths. */
function cpuOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) / 100
}

/** `npm run bench -- memory --database postgresql --megabytes 300` */
export async function runMemoryBench(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { database: { type: 'string', default: 'embedded' }, megabytes: { type: 'string' } },
  })
  const kind = values.database === 'postgresql' ? 'postgresql' : 'embedded'
  const issuer = await startTestIssuer()
  const { environment, remove } = await copyFilled(kind, rows)
  const dataDir = mkdtempSync(join(tmpdir(), 'pmp-memory-'))
  const settings = {
    DATA_DIR: dataDir,
    OIDC_ISSUER: issuer.issuer,
    ...environment,
    ...(values.megabytes === undefined ? {} : { MEMORY_MB: values.megabytes }),
  }
  const token = await issuer.tokenFor({ ...callers.administrator })
  const running = await start(settings)
  console.log(`\n${kind}, ${flagsOf(running.pid) || 'as Node starts'}`)
  console.log(
    '| after | MB | peak MB | CPU ms per request | seconds |\n| --- | --- | --- | --- | --- |',
  )
  const measure = async (name: string, requests: number, work: () => Promise<void>) => {
    const [cpuBefore, startedAt] = [cpuOf(running.pid), performance.now()]
    await work()
    const { now, peak } = memoryOf(running.pid)
    const cpu = (1000 * (cpuOf(running.pid) - cpuBefore)) / requests
    const seconds = (performance.now() - startedAt) / 1000
    const cells = [now.toFixed(0), peak.toFixed(0), cpu.toFixed(2), seconds.toFixed(1)]
    console.log(`| ${name} | ${cells.join(' | ')} |`)
  }
  const { port } = running
  const list = `${basePaths.partner}/partner-api-keys?pageNo=0&pageSize=50&sortFieldName=createdDateTime&sortType=desc`
  await measure('start', 1, async () => {})
  await measure(`${listRequests} lists of 50 rows`, listRequests, () =>
    load({ port, paths: [list], token }, listRequests),
  )
  const requests = await heaviest()
  for (const request of requests) {
    await measure(`${request.name}, ${atOnce} at once`, atOnce, () =>
      load({ port, token, ...request, paths: [request.path] }, atOnce),
    )
  }
  await measure('all of these at once', atOnce * requests.length, async () => {
    await Promise.all(
      requests.map((request) => load({ port, token, ...request, paths: [request.path] }, atOnce)),
    )
  })
  await measure(`${listRequests} lists again`, listRequests, () =>
    load({ port, paths: [list], token }, listRequests),
  )
  running.stop()
  await running.ended
  await issuer.close()
  await remove()
  rmSync(dataDir, { recursive: true, force: true })
}
