import { expect, test } from 'vitest'
import type { Certificate } from '../certificate.ts'
import { type Change, type Made, at, leafBelow, make, year } from '../path-scenes.ts'
import { pooledKey } from '../test-authority.ts'
import { STRICT_POLICY, type PathPolicy } from './path-policy.ts'
import { type SubjectQuery, indexSubjects } from './trust-source.ts'
import { validatePath } from './validate-path.ts'

const certificates = (...made: Made[]): Certificate[] => made.map(({ certificate }) => certificate)

async function family(middleChange: Change = {}) {
  const root = await make('root')
  const middle = await make('middle', root, middleChange)
  return { root, middle, leaf: await leafBelow(middle) }
}

const poolOf = (anchors: Made[], intermediates: Made[]) =>
  indexSubjects({
    anchors: certificates(...anchors),
    intermediates: certificates(...intermediates),
  })

const names = (path: readonly Certificate[]) => path.map(({ commonName }) => commonName)

test('lists every rule for every certificate of the path, target first', async () => {
  const { root, middle, leaf } = await family()
  const found = poolOf([root], [middle])
  const verdict = validatePath({ target: leaf.certificate, at }, found)
  expect(verdict).toMatchObject({ ok: true, failed: [], pathsTried: 1 })
  expect(names(verdict.path)).toEqual(['leaf', 'middle', 'root'])
  const rulesAt = (place: number) =>
    verdict.checks.filter(({ position }) => position === place).map(({ rule }) => rule)
  expect(rulesAt(0)).toEqual(STRICT_POLICY.target)
  expect(rulesAt(1)).toEqual(STRICT_POLICY.authority)
  expect(rulesAt(2)).toEqual([...STRICT_POLICY.anchor, ...STRICT_POLICY.anchorWarnings])
  expect(new Set(verdict.checks.map(({ outcome }) => outcome))).toEqual(new Set(['passed']))
})

test.each([
  ['without key usage', 'usages_consistent', { keyUsage: [] }],
  ['whose serial number is zero', 'serial_positive', { serialNumber: 0n }],
] as const)('warns of a root %s', async (_what, rule, change) => {
  const root = await make('root', undefined, change)
  const verdict = validatePath({ target: root.certificate, at }, poolOf([root], []))
  const warned = verdict.checks.filter(({ outcome }) => outcome === 'warned')
  expect(warned).toMatchObject([{ rule, position: 0, detail: expect.any(String) }])
  expect(verdict).toMatchObject({ ok: true, failed: [] })
})

test('names rule, source, certificate and reason of a failure', async () => {
  const { root, middle, leaf } = await family({ notAfter: year(2031) })
  const verdict = validatePath({ target: leaf.certificate, at }, poolOf([root], [middle]))
  expect(verdict.ok).toBe(false)
  expect(verdict.failed).toEqual([
    {
      rule: 'valid_at',
      outcome: 'failed',
      subject: 'CN=middle,O=Path tests',
      thumbprintSha256: middle.certificate.thumbprintSha256,
      position: 1,
      source: 'RFC 5280 §6.1.3 (a)(2)',
      detail: 'expired at 2031-01-01T00:00:00.000Z',
    },
  ])
})

test('tells rules that could not be applied from those that passed', async () => {
  const { root, leaf } = await family()
  const verdict = validatePath({ target: leaf.certificate, at }, poolOf([root], []))
  const byOutcome = Map.groupBy(verdict.checks, ({ outcome }) => outcome)
  expect(byOutcome.get('failed')?.map(({ rule }) => rule)).toEqual(['issuer_known'])
  expect(byOutcome.get('not_reached')?.map(({ rule }) => rule)).toEqual([
    'name_chaining',
    'signature',
    'key_identifiers',
  ])
  expect(verdict.path).toEqual([leaf.certificate])
})

test('explains the path that came closest when none holds', async () => {
  const [left, right] = [
    await make('left'),
    await make('right', undefined, { notAfter: year(2031) }),
  ]
  const bad = { notAfter: year(2031), keyUsage: ['cRLSign'] }
  const [byLeft, byRight] = [await make('middle', left, bad), await make('middle', right)]
  const { certificate: target } = await leafBelow(byLeft)
  const verdict = validatePath({ target, at }, poolOf([left, right], [byLeft, byRight]))
  expect(names(verdict.path)).toEqual(['leaf', 'middle', 'right'])
  expect(verdict.failed.map(({ rule, position }) => [rule, position])).toEqual([['valid_at', 2]])
  expect(verdict.pathsTried).toBe(2)
})

test('tries further paths when the first breaks a rule that only whole paths can break', async () => {
  const root = await make('root', undefined, { basicConstraints: { ca: true, pathLength: 1 } })
  const upper = await make('upper', root)
  const long = await make('middle', upper, { notBefore: year(2031) })
  const short = await make('middle', root)
  const { certificate: target } = await leafBelow(short)
  const verdict = validatePath({ target, at }, poolOf([root], [upper, long, short]))
  expect(names(verdict.path)).toEqual(['leaf', 'middle', 'root'])
  expect(verdict).toMatchObject({ ok: true, pathsTried: 2 })
})

test('asks a store for the few subjects on the way only', async () => {
  const { root, middle, leaf } = await family()
  const strangers = await Promise.all([1, 2, 3].map((number) => make(`stranger ${number}`)))
  const all = poolOf([root, ...strangers], [middle])
  const asked: SubjectQuery[] = []
  const verdict = validatePath({ target: leaf.certificate, at }, (query) => {
    asked.push(query)
    return all(query)
  })
  expect(verdict.ok).toBe(true)
  expect(asked.map(({ subject }) => subject.formatted)).toEqual(
    ['leaf', 'middle', 'root'].map((name) => `CN=${name},O=Path tests`),
  )
  expect(asked[1]?.subjectKeyId).toBe(middle.certificate.subjectKeyId)
})

test('ignores what a store answers beside the subject asked for', async () => {
  const { root, middle, leaf } = await family()
  const everything = certificates(root, middle, leaf).map((certificate) => ({
    certificate,
    isAnchor: certificate.isSelfSigned,
  }))
  const verdict = validatePath({ target: leaf.certificate, at }, () => everything)
  expect(verdict).toMatchObject({ ok: true, pathsTried: 1 })
})

test('what a store throws reaches the caller', async () => {
  const { leaf } = await family()
  const lost = () =>
    validatePath({ target: leaf.certificate, at }, () => {
      throw new RangeError('connection lost')
    })
  expect(lost).toThrow('connection lost')
})

const policy = (change: Partial<PathPolicy>): PathPolicy => ({ ...STRICT_POLICY, ...change })

test.each([
  [
    'nested validity',
    policy({ target: [...STRICT_POLICY.target, 'validity_nested'] }),
    'validity_nested',
  ],
  ['other algorithms', policy({ signatureAlgorithms: ['SHA256withRSA'] }), 'strong_algorithm'],
  [
    'other curves',
    policy({ keys: { ...STRICT_POLICY.keys, curves: ['secp384r1'] } }),
    'strong_key',
  ],
  [
    'other kinds of keys',
    policy({ keys: { ...STRICT_POLICY.keys, bits: { RSA: [2048, 8192] } } }),
    'strong_key',
  ],
  ['shorter paths', policy({ limits: { ...STRICT_POLICY.limits, length: 2 } }), 'path_size'],
  ['fewer steps', policy({ limits: { ...STRICT_POLICY.limits, steps: 1 } }), 'search_size'],
  [
    'fewer signatures',
    policy({ limits: { ...STRICT_POLICY.limits, signatures: 1 } }),
    'search_size',
  ],
])('a policy can ask for %s', async (_what, changed, rule) => {
  const root = await make('root')
  const middle = await make('middle', root, { notAfter: year(2033) })
  const { certificate: target } = await leafBelow(middle)
  const pool = poolOf([root], [middle])
  expect(validatePath({ target, at }, pool).ok).toBe(true)
  const verdict = validatePath({ target, at, policy: changed }, pool)
  expect(verdict.failed.map((check) => check.rule)).toContain(rule)
})

test('a policy without rules for anchors trusts them as they are', async () => {
  const root = await make('root', undefined, {
    notAfter: year(2031),
    basicConstraints: { ca: false },
  })
  const { certificate: target } = await leafBelow(root)
  const pool = poolOf([root], [])
  expect(validatePath({ target, at }, pool).ok).toBe(false)
  expect(validatePath({ target, at, policy: policy({ anchor: [] }) }, pool).ok).toBe(true)
})

test('an intermediate that is trusted ends a path', async () => {
  const { middle, leaf } = await family()
  const verdict = validatePath({ target: leaf.certificate, at }, poolOf([middle], []))
  expect(names(verdict.path)).toEqual(['leaf', 'middle'])
  expect(verdict.ok).toBe(true)
})

test('a thousand impostors of the issuer do not hide it, and cost bounded work', async () => {
  const { root, middle, leaf } = await family()
  const impostor = await make('middle', root, { key: await pooledKey('EC', 'impostor') })
  const { certificate } = impostor
  const crowd = Array.from({ length: 1000 }, (_, index) => ({
    certificate: { ...certificate, thumbprintSha256: index.toString(16).padStart(64, '0') },
    isAnchor: false,
  }))
  let asked = 0
  const verdict = validatePath({ target: leaf.certificate, at }, (query) => {
    asked += 1
    const known = poolOf([root], [middle])(query)
    return query.subject.formatted.includes('middle') ? [...crowd, ...known] : known
  })
  expect(verdict.ok).toBe(true)
  expect(asked).toBeLessThan(5)
})
