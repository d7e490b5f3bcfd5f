import { checkNeighbours, checkPublicUrl } from './addresses.ts'
import { isMistake, type Finding } from './finding.ts'
import { checkClient } from './issuer.ts'
import { checkDisk, compareClocks } from './machine.ts'
import { checkMailServer } from './mail-server.ts'
import { runPreflight, type Preflight, type Question } from './preflight.ts'

/**
 * Everything that a start looks at, and the neighbours that only later work needs. Writes nothing, also
 * beside a portal that runs.
 */
export async function examine(question: Omit<Question, 'purpose'>): Promise<Finding[]> {
  const { config, mistakes } = question.settings
  const preflight = await runPreflight({ ...question, purpose: 'doctor' })
  const wrong = new Set(mistakes.map(({ setting }) => setting))
  const further = [
    await checkPublicUrl(config),
    await clientOf(question, preflight),
    await checkMailServer(config),
    await checkNeighbours(config),
    clocksOf(preflight),
    await checkDisk(config),
  ].flat()
  const settings: Finding = { state: 'ok', setting: 'settings', text: 'all are understood' }
  const all = [...preflight.findings, ...further.filter(({ setting }) => !wrong.has(setting))]
  return mistakes.length > 0 ? all : [settings, ...all]
}

async function clientOf({ settings }: Omit<Question, 'purpose'>, { issuer }: Preflight) {
  const discovery = issuer?.discovery
  return discovery ? checkClient(settings.config, discovery) : []
}

function clocksOf({ database, issuer }: Preflight): Finding[] {
  const { clock } = database ?? {}
  const { discovery, askedAt } = issuer ?? {}
  return [
    ...(clock ? [compareClocks('the database', clock.there, clock.here)] : []),
    ...(discovery?.answeredAt && askedAt
      ? [compareClocks('the issuer', discovery.answeredAt, askedAt)]
      : []),
  ]
}

const stateWidth = 'mistake'.length

/** For people: a line for each finding, mistakes last, so that they stand above the prompt. */
export function tableOf(findings: readonly Finding[]): string {
  const width = Math.max(...findings.map(({ setting }) => setting.length))
  const order = ['ok', 'warning', 'mistake']
  const rows = findings
    .toSorted((left, right) => order.indexOf(left.state) - order.indexOf(right.state))
    .map(({ state, setting, text }) =>
      [state.padEnd(stateWidth), setting.padEnd(width), text].join('  '),
    )
  return `${[...rows, '', summaryOf(findings)].join('\n')}\n`
}

function summaryOf(findings: readonly Finding[]): string {
  const mistakes = findings.filter(isMistake).length
  const warnings = findings.filter(({ state }) => state === 'warning').length
  if (mistakes > 0) return `${mistakes} to correct before the portal starts or works as it should.`
  return warnings > 0 ? `No mistake; ${warnings} to think about.` : 'Everything is well.'
}

/** For programs: the same as JSON. */
export function jsonOf(findings: readonly Finding[]): string {
  return `${JSON.stringify({ isSound: !findings.some(isMistake), findings }, null, 2)}\n`
}
