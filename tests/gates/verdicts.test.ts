import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { justified } from './justified.ts'
import { compareVerdicts, readVerdicts, summaryOf, writeVerdicts } from './verdicts.ts'

const recorded = readVerdicts('passed  a/one\nfailed  a/two\nskipped b/three\npassed  b/four\n')
/** A run of these cases, where the data holds no others than those that are named besides. */
const runOf = (seen: string, alsoInData: readonly string[] = []) => {
  const verdicts = readVerdicts(seen)
  return { data: new Set([...verdicts.keys(), ...alsoInData]), verdicts }
}
const compare = (seen: string, justified = {}) => compareVerdicts(recorded, runOf(seen), justified)

describe('a run compared with the record', () => {
  test('names a case that passed and does not any more', () => {
    expect(compare('failed  a/one\nskipped b/four\n').regressions).toEqual(['a/one', 'b/four'])
    expect(compare('passed  a/one\n').regressions).toEqual([])
  })

  test('counts what passes and is not recorded as passed, new cases too', () => {
    const seen = 'passed  a/one\npassed  a/two\npassed  b/three\npassed  c/new\nfailed  c/other\n'
    expect(compare(seen).improvements).toEqual(['a/two', 'b/three', 'c/new'])
  })

  test('ignores recorded cases that are not in the data', () => {
    const { regressions, recorded: counted, absent, isJudged } = compare('passed  b/four\n')
    expect(regressions).toEqual([])
    expect({ counted, absent, isJudged }).toEqual({ counted: 1, absent: 1, isJudged: true })
  })

  test('names a case of the data that passed and was not judged, as when the server stops half-way', () => {
    const { regressions, absent, next } = compareVerdicts(
      recorded,
      runOf('passed  a/one\n', ['a/two', 'b/four']),
      {},
    )
    expect({ regressions, absent }).toEqual({ regressions: ['b/four'], absent: 0 })
    expect(next.get('b/four')).toBe('passed')
  })

  test('shows nothing where nothing, or less than half, of the data was judged', () => {
    const names = ['a/one', 'a/two', 'b/three', 'b/four']
    const isJudged = (seen: string, data = names) =>
      compareVerdicts(recorded, runOf(seen, data), {}).isJudged
    expect(compareVerdicts(recorded, { data: new Set(), verdicts: new Map() }, {}).isJudged).toBe(
      false,
    )
    expect(isJudged('')).toBe(false)
    expect(isJudged('passed  a/one\n')).toBe(false)
    expect(isJudged('passed  a/one\nfailed  a/two\n')).toBe(true)
  })

  test('takes data in which nothing is recorded for what it is', () => {
    const { regressions, isJudged } = compare('passed  c/new\n')
    expect({ regressions, isJudged }).toEqual({ regressions: [], isJudged: true })
  })

  test('needs no record to begin one', () => {
    expect(compareVerdicts(new Map(), runOf('failed  a/one\n'), {}).isJudged).toBe(true)
    expect(compareVerdicts(new Map(), runOf(''), {}).isJudged).toBe(false)
  })

  test('lets a case fail whose reason is listed, and no other', () => {
    const seen = 'failed  a/one\nfailed  b/four\n'
    expect(compare(seen, { 'a/one': 'the specification says otherwise' }).regressions).toEqual([
      'b/four',
    ])
    expect(compare('failed  a/one\n', Object.create({ 'a/one': '' })).regressions).toEqual([
      'a/one',
    ])
  })

  test('keeps a regression recorded as passed, so that an update cannot hide it', () => {
    const { next } = compare('failed  a/one\npassed  a/two\nfailed  c/new\n')
    expect(writeVerdicts(next)).toBe(
      'passed  a/one\npassed  a/two\npassed  b/four\nskipped b/three\nfailed  c/new\n',
    )
  })

  test('records a listed case as it is now', () => {
    const { next } = compare('failed  a/one\n', { 'a/one': 'the specification says otherwise' })
    expect(next.get('a/one')).toBe('failed')
  })
})

describe('the record', () => {
  test('is read as it was written', () => {
    expect(readVerdicts(writeVerdicts(recorded))).toEqual(recorded)
    expect(readVerdicts('')).toEqual(new Map())
  })

  test.each(['better  a/one', 'passed a/one', 'passed', '<<<<<<< HEAD'])('refuses %j', (line) => {
    expect(() => readVerdicts(`${line}\n`)).toThrow(line)
  })
})

describe('the cases that may fail', () => {
  test.each(Object.entries(justified))('are recorded, and do not pass: %s', (gate, reasons) => {
    const file = new URL(`verdicts/${gate}.txt`, import.meta.url)
    const known = readVerdicts(readFileSync(file, 'utf8'))
    const wrong = Object.keys(reasons).filter((name) => known.get(name) !== 'failed')
    expect(wrong).toEqual([])
  })
})

describe('the line of a gate', () => {
  const lineOf = (text: string) => {
    const run = runOf(text)
    return summaryOf('wire', run.verdicts, compareVerdicts(recorded, run, {}))
  }

  test('counts', () => {
    expect(lineOf('passed  a/one\nfailed  a/two\nskipped b/three\npassed  b/four\n')).toBe(
      'wire: 2 passed, 1 failed, 1 skipped (recorded 2)',
    )
  })

  test('says that it shows nothing', () => {
    expect(lineOf('')).toBe(
      'wire: 0 passed, 0 failed, 0 skipped (recorded 0, 2 not in the data); too little of the data was judged',
    )
  })

  test('says what is better and what is worse', () => {
    expect(lineOf('failed  a/one\npassed  a/two\n')).toBe(
      'wire: 1 passed, 1 failed, 0 skipped (recorded 1, 1 not in the data); 1 passed before and do not now; 1 more pass than recorded, npm run gates -- --update keeps them',
    )
  })
})
