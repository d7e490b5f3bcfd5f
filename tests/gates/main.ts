/**
 * Plays what upstream is known to answer against this product: `npm run gates`, with `-- --update`
 * to record what is better, and with names of gates to run only these. Each gate ends in one line;
 * a case that passed before and does not now, or is not judged any more, is named and makes the exit
 * status 1, and so does a run that judges next to nothing.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { conformance } from './conformance.ts'
import { corpora } from './corpora.ts'
import { esignet } from './esignet.ts'
import type { Gate } from './gate.ts'
import { golden } from './golden.ts'
import { justified } from './justified.ts'
import { fileHere } from './processes.ts'
import { type Run, compareVerdicts, readVerdicts, summaryOf, writeVerdicts } from './verdicts.ts'

const gates: Readonly<Record<string, Gate>> = { corpora, esignet, conformance, golden }
const shared = fileHere('../../../shared')
const isUpdate = process.argv.includes('--update')
const wanted = process.argv.slice(2).filter((word) => !word.startsWith('--'))

const interrupted = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    process.exitCode = 130
    interrupted.abort()
  })
}

/** @returns whether everything passes that passed before */
async function passes(name: string, gate: Gate): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), `pmp-gate-${name}-`))
  try {
    const run = await gate({ shared, folder, signal: interrupted.signal })
    if (!('notRun' in run)) return judge(name, run)
    console.log(`${name}: not run, ${run.notRun}`)
    return true
  } catch (error) {
    console.error(error)
    console.log(`${name}: broke off`)
    return false
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function judge(name: string, run: Run): boolean {
  const record = fileHere(`verdicts/${name}.txt`)
  const recorded = readVerdicts(existsSync(record) ? readFileSync(record, 'utf8') : '')
  const reasons = justified[name] ?? {}
  let comparison = compareVerdicts(recorded, run, reasons)
  if (isUpdate) {
    writeFileSync(record, writeVerdicts(comparison.next))
    comparison = compareVerdicts(comparison.next, run, reasons)
  }
  for (const regression of comparison.regressions) {
    console.error(
      `${name}: ${regression} passed before and is ${run.verdicts.get(regression) ?? 'not judged'} now`,
    )
  }
  console.log(summaryOf(name, run.verdicts, comparison))
  return comparison.isJudged && comparison.regressions.length === 0
}

if (existsSync(shared)) {
  for (const [name, gate] of Object.entries(gates)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue
    if (interrupted.signal.aborted) break
    if (!(await passes(name, gate))) process.exitCode ??= 1
  }
} else {
  console.log('gates: not run, no folder `shared` stands beside the checkout')
}
