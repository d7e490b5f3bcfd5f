import { copyFile, mkdir, readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { z } from 'zod'
import { freePort, freshPlace, startPortal } from '../journeys/portal.ts'
import type { Gate, Surroundings } from './gate.ts'
import { optionWords, run } from './processes.ts'
import type { Run, Verdict } from './verdicts.ts'

const Case = z.object({ id: z.string() })

/** The part of the runner's report that is looked at. */
const Report = z.object({
  passed: z.array(Case),
  failed: z.array(Case),
  skipped: z.array(Case.extend({ reason: z.string().optional() })),
})

/** The runner's reader of a suite; cases of one group have its name in theirs. */
const SuiteReader = z.object({ loadSuite: z.function({ input: [z.string()] }) })

const Suite = z.object({ groups: z.array(z.object({ cases: z.array(Case) })) })

/** Plays upstream's API cases against a server of the build on a fresh database. */
export const conformance: Gate = async (surroundings) => {
  const { shared, folder, signal } = surroundings
  const runner = await installRunner(surroundings)
  const suite = join(shared, 'conformance/suite')
  const data = await casesOf(suite, runner)
  const issuerPort = String(await freePort())
  const report = join(folder, 'report.json')
  const place = await freshPlace()
  try {
    const portal = await startPortal({
      ...place.environment,
      OIDC_ISSUER: `http://127.0.0.1:${issuerPort}`,
      CERTIFICATE_PATH_RULES: 'upstream',
    })
    try {
      const words = optionWords({
        suite,
        'base-url': portal.url,
        'issuer-port': issuerPort,
        report,
      })
      await run(process.execPath, [join(runner, 'run.mjs'), '--quiet', ...words], { signal })
    } finally {
      await portal.stop()
    }
  } finally {
    await place.remove()
  }
  return runOf(data, Report.parse(JSON.parse(await readFile(report, 'utf8'))))
}

async function casesOf(suite: string, runner: string): Promise<string[]> {
  const reader: unknown = await import(pathToFileURL(join(runner, 'lib/suite.mjs')).href)
  const { groups } = Suite.parse(SuiteReader.parse(reader).loadSuite(suite))
  return groups.flatMap(({ cases }) => cases.map(({ id }) => id))
}

/** The runner wants packages of its own beside it, where the folder it lies in is read only. */
async function installRunner({ shared, folder, signal }: Surroundings): Promise<string> {
  const source = join(shared, 'conformance')
  const runner = join(folder, 'runner')
  const modules = (await readdir(join(source, 'lib'))).map((name) => join('lib', name))
  await mkdir(join(runner, 'lib'), { recursive: true })
  for (const file of [
    'run.mjs',
    'skip-list.txt',
    'package.json',
    'package-lock.json',
    ...modules,
  ]) {
    await copyFile(join(source, file), join(runner, file))
  }
  await run('npm', ['ci', '--ignore-scripts', '--no-fund', '--no-audit'], { cwd: runner, signal })
  return runner
}

/** A case that uses what a case outside this cut of the suite makes was not run at all. */
const isCutOff = (reason: string | undefined) => reason?.endsWith('nobody creates it') === true

function runOf(data: readonly string[], { passed, failed, skipped }: z.output<typeof Report>): Run {
  const named = (cases: readonly { readonly id: string }[], verdict: Verdict) =>
    cases.map(({ id }) => [id, verdict] as const)
  const cutOff = new Set(skipped.filter(({ reason }) => isCutOff(reason)).map(({ id }) => id))
  const verdicts = new Map([
    ...named(passed, 'passed'),
    ...named(failed, 'failed'),
    ...named(
      skipped.filter(({ id }) => !cutOff.has(id)),
      'skipped',
    ),
  ])
  return { data: new Set(data.filter((id) => !cutOff.has(id))), verdicts }
}
