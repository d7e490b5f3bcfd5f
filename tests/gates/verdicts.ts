/** What is known of the cases of a gate, and how a run compares to it. */

export type Verdict = 'passed' | 'failed' | 'skipped'

/** Verdicts by name of the case. */
export type Verdicts = ReadonlyMap<string, Verdict>

/** What a gate has to judge, and what came of it. */
export interface Run {
  /** The names of the cases in the data, read before anything is played. */
  readonly data: ReadonlySet<string>
  readonly verdicts: Verdicts
}

/** Why a case may fail although it passed before, by name of the case. */
export type Reasons = Readonly<Record<string, string>>

export interface Comparison {
  /** In the data, passed before, do not pass now, and nobody says why. Sorted. */
  readonly regressions: readonly string[]
  /** Pass now and are not recorded as passed. Sorted. */
  readonly improvements: readonly string[]
  /** How many of the cases that were run are recorded as passed. */
  readonly recorded: number
  /** How many more are recorded as passed and are not in the data. */
  readonly absent: number
  /** Whether the data holds cases, and at least half of them were judged. */
  readonly isJudged: boolean
  /** What to record: better verdicts and new cases are taken over, a regression stays as it was. */
  readonly next: Verdicts
}

const isVerdict = (word: string | undefined): word is Verdict =>
  word === 'passed' || word === 'failed' || word === 'skipped'

/**
 * Compares a run with the record. A recorded case that is in the data and was not judged is a
 * regression. One that is not in the data does not count: the data may be cut another way.
 */
export function compareVerdicts(
  recorded: Verdicts,
  { data, verdicts: seen }: Run,
  justified: Reasons,
): Comparison {
  const names = [...new Set([...data, ...seen.keys()])].toSorted()
  const passedBefore = (name: string) => recorded.get(name) === 'passed'
  const passes = (name: string) => seen.get(name) === 'passed'
  const regressions = names.filter(
    (name) => passedBefore(name) && !passes(name) && !Object.hasOwn(justified, name),
  )
  const kept = regressions.map((name) => [name, 'passed'] as const)
  const passed = [...recorded.keys()].filter(passedBefore)
  const absent = passed.filter((name) => !names.includes(name)).length
  const judged = [...data].filter((name) => seen.has(name)).length
  return {
    regressions,
    improvements: names.filter((name) => passes(name) && !passedBefore(name)),
    recorded: passed.filter((name) => seen.has(name)).length,
    absent,
    isJudged: judged > 0 && judged >= data.size / 2,
    next: new Map([...recorded, ...seen, ...kept]),
  }
}

/** One line a case, sorted by name. */
export const writeVerdicts = (verdicts: Verdicts): string =>
  [...verdicts]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, verdict]) => `${verdict.padEnd(7)} ${name}\n`)
    .join('')

/** @throws when a line is not one of `writeVerdicts` */
export function readVerdicts(text: string): Verdicts {
  const lines = text.split('\n').filter((line) => line !== '')
  return new Map(
    lines.map((line) => {
      const verdict = line.slice(0, 7).trimEnd()
      if (!isVerdict(verdict) || line[7] !== ' ') throw new Error(`Not a verdict: ${line}`)
      return [line.slice(8), verdict]
    }),
  )
}

/** The line that a gate ends with. */
export function summaryOf(
  gate: string,
  seen: Verdicts,
  { recorded, absent, regressions, improvements, isJudged }: Comparison,
): string {
  const count = (wanted: Verdict) => [...seen.values()].filter((one) => one === wanted).length
  const cut = absent > 0 ? `, ${absent} not in the data` : ''
  const worse = regressions.length > 0 ? `; ${regressions.length} passed before and do not now` : ''
  const better =
    improvements.length > 0
      ? `; ${improvements.length} more pass than recorded, npm run gates -- --update keeps them`
      : ''
  const empty = isJudged ? '' : '; too little of the data was judged'
  return `${gate}: ${count('passed')} passed, ${count('failed')} failed, ${count('skipped')} skipped (recorded ${recorded}${cut})${worse}${better}${empty}`
}
