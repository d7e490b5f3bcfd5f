import { copyFile, mkdir, readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { freePort, freshPlace, startPortal } from '../journeys/portal.ts'
import type { Gate, Surroundings } from './gate.ts'
import { optionWords, run } from './processes.ts'
import type { Verdict, Verdicts } from './verdicts.ts'

/** The part of the runner's report that is looked at. */
interface Report {
  readonly passed: readonly { readonly id: string }[]
  readonly failed: readonly { readonly id: string }[]
  readonly skipped: readonly { readonly id: string; readonly reason?: string }[]
}

/** Plays upstream's API cases against a server of the build on a fresh database. */
export const conformance: Gate = async (surroundings) => {
  const { shared, folder, signal } = surroundings
  const runner = await installRunner(surroundings)
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
        suite: join(shared, 'conformance/suite'),
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
  return verdictsOf(JSON.parse(await readFile(report, 'utf8')) as Report)
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

function verdictsOf({ passed, failed, skipped }: Report): Verdicts {
  const named = (cases: readonly { readonly id: string }[], verdict: Verdict) =>
    cases.map(({ id }) => [id, verdict] as const)
  return new Map([
    ...named(passed, 'passed'),
    ...named(failed, 'failed'),
    ...named(
      skipped.filter(({ reason }) => !isCutOff(reason)),
      'skipped',
    ),
  ])
}
