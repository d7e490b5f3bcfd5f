import { existsSync } from 'node:fs'
import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { z } from 'zod'
import { freePort, freshPlace, startPortal } from '../journeys/portal.ts'
import type { Gate, Surroundings } from './gate.ts'
import { fileHere, optionWords, run, shellCommand, startScript } from './processes.ts'
import type { Verdict, Verdicts } from './verdicts.ts'

const server = process.env['TEST_DATABASE_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres'

/** What the replay says of a step; a step that records a fault of upstream is sent, not judged. */
const verdicts: Readonly<Record<string, Verdict>> = {
  same: 'passed',
  different: 'failed',
  defect: 'skipped',
  skipped: 'skipped',
}

/** Replays what upstream's running services answered, against a server of the build. */
export const golden: Gate = async (surroundings) => {
  if (!(await answers(server))) return { notRun: 'no PostgreSQL server, see TEST_DATABASE_URL' }
  const place = await freshPlace(server)
  try {
    const data = await stepsOf(join(surroundings.shared, 'golden'))
    return { data, verdicts: await replay(surroundings, place.environment) }
  } finally {
    await place.remove()
  }
}

/** A request among the recordings; some files of the folder and some entries are none. */
const Step = z.object({
  scenario: z.string(),
  step: z.union([z.number(), z.string()]),
  path: z.string(),
  replay: z.literal(true).optional(),
})

async function stepsOf(folder: string): Promise<Set<string>> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.json'))
  const read = await Promise.all(files.map((name) => readFile(join(folder, name), 'utf8')))
  const steps = read.flatMap((text) => z.array(z.unknown()).catch([]).parse(JSON.parse(text)))
  return new Set(
    steps.flatMap((entry) => {
      const { data } = Step.safeParse(entry)
      return data ? [`${data.scenario}#${data.step}`] : []
    }),
  )
}

async function answers(connectionString: string): Promise<boolean> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 5000 })
  try {
    await client.connect()
    return true
  } catch {
    return false
  } finally {
    await client.end()
  }
}

async function replay(
  { shared, folder, signal }: Surroundings,
  environment: Record<string, string>,
): Promise<Verdicts> {
  const port = String(await freePort())
  const neighbours = `http://127.0.0.1:${port}`
  const standIns = await startScript(join(shared, 'golden/stand-ins.mjs'), {
    signal,
    env: { PORT: port },
  })
  const report = join(folder, 'report.json')
  try {
    const portal = await startPortal({
      ...environment,
      OIDC_ISSUER: `${neighbours}/auth/realms/mosip`,
      WEBSUB_HUB_URL: `${neighbours}/hub/`,
      WEBSUB_PUBLISH_URL: `${neighbours}/hub/`,
      ESIGNET_URL: `${neighbours}/v1/esignet`,
      CERTIFICATE_PATH_RULES: 'upstream',
      DEACTIVATION_CASCADE: 'upstream',
      // How the recorded services were configured.
      ALLOWED_RETURN_URLS: 'https://localhost:3000/',
      OIDC_AUDIENCE: 'mosip-pms-client',
    })
    try {
      const words = optionWords({
        'base-url': portal.url,
        report,
        ...commands(neighbours),
      })
      const said = await run(
        process.execPath,
        [join(shared, 'golden/replay.mjs'), '--loose', ...words],
        // It ends with 1 when an answer differs, which the report tells step by step.
        { signal, allowed: [1], env: { DATABASE_URL: environment['DATABASE_URL'] ?? '' } },
      )
      if (!existsSync(report)) throw new Error(`The replay broke off:\n${said}`)
    } finally {
      await portal.stop()
    }
  } finally {
    standIns.kill()
  }
  const steps = z.record(z.string(), z.string()).parse(JSON.parse(await readFile(report, 'utf8')))
  return new Map(
    Object.entries(steps).map(([name, word]) => [name, verdicts[word] ?? ('failed' as const)]),
  )
}

/** The shell commands that the replay reaches the stand-ins and the database with. */
function commands(neighbours: string) {
  const token =
    'user={user}&roles={roles}&email={email}&organizationName={organizationName}&ttl={ttl}{claims}'
  const ask = (...words: string[]) => shellCommand(process.execPath, fileHere('ask.ts'), ...words)
  return {
    'token-command': ask('get', `${neighbours}/mint?${token}`),
    'control-command': ask('post', `${neighbours}/control`),
    'sql-command': ask('sql'),
  }
}
