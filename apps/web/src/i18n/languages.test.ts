import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { failures, unreadableReasons } from '@pmp/contract'
import { CLIENT_KEY_FLAWS } from '@pmp/contract/client-rules'
import { KEY_FLAWS, PATH_RULES } from '@pmp/x509'
import { createIntl } from 'react-intl'
import { describe, expect, test } from 'vitest'

const folder = fileURLToPath(new URL('.', import.meta.url))
const read = (code: string) =>
  JSON.parse(readFileSync(join(folder, `${code}.json`), 'utf8')) as Record<string, string>

const source = read('eng')
const others = ['fra', 'ara']

function placeholders(text: string): string[] {
  const names = [...text.matchAll(/\{(\w+)[,}]/g)].map(([, name]) => name ?? '')
  return [...new Set(names)].toSorted((a, b) => a.localeCompare(b))
}

describe.each(others)('the texts in %s', (code) => {
  const texts = read(code)

  test('have the keys of the source, and none is empty or untranslated', () => {
    expect(Object.keys(texts)).toEqual(Object.keys(source))
    expect(Object.values(texts).filter((text) => text.trim() === '')).toEqual([])
    const same = Object.keys(source).filter((key) => texts[key] === source[key])
    // Names and words that are the same in both languages.
    expect(same.length).toBeLessThan(30)
  })

  test('have the placeholders of the source', () => {
    for (const [key, text] of Object.entries(source)) {
      expect([key, placeholders(texts[key] ?? '')]).toEqual([key, placeholders(text)])
    }
  })
})

describe.each(['eng', ...others])('each text in %s', (code) => {
  test('can be shown, for one and for many', () => {
    const problems: unknown[] = []
    const intl = createIntl({
      locale: code === 'eng' ? 'en' : code.slice(0, 2),
      messages: read(code),
      onError: (problem) => problems.push(problem),
    })
    for (const [id, text] of Object.entries(read(code))) {
      for (const amount of [0, 1, 2, 3, 11, 100]) {
        const values = Object.fromEntries(placeholders(text).map((name) => [name, amount]))
        expect(intl.formatMessage({ id }, values)).not.toContain('{')
      }
    }
    expect(problems).toEqual([])
  })
})

describe('the source', () => {
  test('has a text for every code of the contract', () => {
    const codes = Object.values(failures).map(({ code }) => `failures.${code}`)
    expect(codes.filter((key) => !(key in source))).toEqual([])
  })

  test('has a text for every reason why data cannot be read, and for every flaw of a key', () => {
    const reasons = [...Object.keys(unreadableReasons), ...Object.keys(KEY_FLAWS)]
    const keys = reasons.map((reason) => `failures.because.${reason}`)
    expect(keys.filter((key) => !(key in source))).toEqual([])
  })

  test('has a text for every flaw of a client’s key', () => {
    const own = Object.keys(CLIENT_KEY_FLAWS).filter((flaw) => !(flaw in KEY_FLAWS))
    expect(own.filter((flaw) => !(`clients.key.flaw.${flaw}` in source))).toEqual([])
  })

  test('has a text for every rule of path validation', () => {
    const keys = Object.keys(PATH_RULES).map((rule) => `pathRules.${rule}`)
    expect(keys.filter((key) => !(key in source))).toEqual([])
  })

  test('has no text that nobody shows', () => {
    const sources = readdirSync(join(folder, '..'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
      .join('\n')
    const built =
      /^(failures|rules|pathRules|pathRemedies|expiry\.(kind|span)|status|steps|partnerTypes|policyTypes|authTypes|authSubTypes|attributes|domains|paging|policies\.(token|violation|misp|share|diff|template|conflict|summary\.encryption)|signUp\.strength|requests\.decided|approvals\.(approved|rejected|do|then)|sheet\.rows|mappings\.(added|removed)|modalities|credentialTypes|conversation|changes\.(closed|event)|evidence|inbox|shell\.(appearance|group)|welcome|persons\.(how|meets|handOver)|deactivation\.(stops|count|reason)|acceptance\.(check|reason|kind|value)|clients\.(key\.(source|from|use|flaw)|uri\.(flaw|doubt)|grant|claim|acr|response|purpose|registration|reason|refused|field))(\.|$)/
    const unused = Object.keys(source).filter(
      (key) => !built.test(key) && !sources.includes(`'${key}'`) && !sources.includes(`"${key}"`),
    )
    expect(unused).toEqual([])
  })
})
