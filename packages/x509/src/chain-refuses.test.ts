import { generateKeyPairSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { cpuMsOf } from './corpus/cpu-time.ts'
import { buildPath } from './chain.ts'
import type { PathRule } from './path/path-rules.ts'
import {
  type Change,
  type Made,
  type Scene,
  UNKNOWN_EXTENSION,
  VERSION_2,
  SHA256_TO_MD5,
  year,
  hasOpenssl,
  make,
  leafBelow,
  forge,
  twoSteps,
  rsa,
  ladder,
  request,
  opensslAccepts,
} from './path-scenes.ts'
import { pooledKey } from './test-authority.ts'

interface Case {
  readonly sentence: string
  readonly scene: () => Promise<Scene>
  /** The rule that must be named. */
  readonly rule: PathRule
  /** Set where openssl judges by other rules than ours (certificates.md B5). */
  readonly opensslDiffers?: string
}

/** A refusal caused by the authority between leaf and root. */
function refusedAuthority(sentence: string, rule: PathRule, change: Change): Case {
  const scene = async () => {
    const { root, middle, leaf } = await twoSteps(change)
    return { target: leaf, anchors: [root], intermediates: [middle] }
  }
  return { sentence, scene, rule }
}

/** A refusal caused by the leaf. */
function refusedLeaf(sentence: string, rule: PathRule, change: Change): Case {
  const scene = async () => {
    const root = await make('root')
    return { target: await leafBelow(root, change), anchors: [root] }
  }
  return { sentence, scene, rule }
}

const refused: Case[] = [
  {
    sentence: 'refuses everything when nothing is trusted',
    scene: async () => {
      const { root, middle, leaf } = await twoSteps()
      return { target: leaf, anchors: [], intermediates: [middle, root] }
    },
    rule: 'trust_anchor',
  },
  {
    sentence: 'refuses a leaf whose issuer is not there',
    scene: async () => {
      const { root, leaf } = await twoSteps()
      return { target: leaf, anchors: [root] }
    },
    rule: 'issuer_known',
  },
  {
    sentence: 'refuses a leaf whose issuer has the right name but not the key',
    scene: async () => {
      const root = await make('root')
      const impostor = await make('root', undefined, { key: await pooledKey('EC', 'impostor') })
      return { target: await leafBelow(impostor), anchors: [root] }
    },
    rule: 'signature',
  },
  refusedLeaf('refuses a leaf that has expired', 'valid_at', { notAfter: year(2031) }),
  refusedLeaf('refuses a leaf from the future', 'valid_at', { notBefore: year(2032) }),
  refusedLeaf('refuses a leaf with a weak RSA key', 'strong_key', { key: rsa(768) }),
  {
    ...refusedLeaf('refuses a leaf with a weak curve', 'strong_key', {
      key: generateKeyPairSync('ec', { namedCurve: 'prime192v1' }),
    }),
    opensslDiffers: 'its limit is 160 bits',
  },
  refusedAuthority('refuses an expired authority', 'valid_at', { notAfter: year(2031) }),
  refusedAuthority('refuses an authority from the future', 'valid_at', { notBefore: year(2032) }),
  refusedAuthority('refuses an issuer that is no authority', 'certificate_authority', {
    basicConstraints: { ca: false },
  }),
  refusedAuthority('refuses an authority that may not sign', 'may_sign_certificates', {
    keyUsage: ['digitalSignature', 'cRLSign'],
  }),
  refusedAuthority('refuses an authority with a weak key', 'strong_key', { key: rsa(768) }),
  {
    sentence: 'refuses an expired anchor',
    scene: async () => {
      const root = await make('root', undefined, { notAfter: year(2031) })
      return { target: await leafBelow(root), anchors: [root] }
    },
    rule: 'valid_at',
  },
  {
    sentence: 'refuses an authority below one of path length 0',
    scene: async () => {
      const { root, middle } = await twoSteps({ basicConstraints: { ca: true, pathLength: 0 } })
      const below = await make('below', middle)
      const target = await leafBelow(below)
      return { target, anchors: [root], intermediates: [below, middle] }
    },
    rule: 'path_length',
  },
  {
    sentence: 'refuses an authority of version 2',
    scene: async () => {
      const { root, middle, leaf } = await twoSteps()
      const old = forge(middle, VERSION_2, root.key)
      return { target: leaf, anchors: [root], intermediates: [old] }
    },
    rule: 'version_3',
    opensslDiffers: 'it accepts any version that has extensions',
  },
  {
    sentence: 'refuses an authority with an unknown critical extension',
    scene: async () => {
      const { root, middle, leaf } = await twoSteps()
      const odd = forge(middle, UNKNOWN_EXTENSION, root.key)
      return { target: leaf, anchors: [root], intermediates: [odd] }
    },
    rule: 'critical_extensions',
  },
  {
    sentence: 'refuses a leaf with an unknown critical extension',
    scene: async () => {
      const root = await make('root')
      const target = forge(await leafBelow(root), UNKNOWN_EXTENSION, root.key)
      return { target, anchors: [root] }
    },
    rule: 'critical_extensions',
  },
  {
    sentence: 'refuses a signature made with MD5',
    scene: async () => {
      const root = await make('rsa root', undefined, { key: await pooledKey('RSA', 'root') })
      const target = forge(await leafBelow(root), SHA256_TO_MD5, root.key, 'md5')
      return { target, anchors: [root] }
    },
    rule: 'strong_algorithm',
  },
  {
    sentence: 'refuses a path of nine certificates',
    scene: () => ladder(7),
    rule: 'path_size',
    opensslDiffers: 'its limit is higher',
  },
]

test.each(refused)('$sentence', async ({ scene, rule }) => {
  const found = buildPath(request(await scene()))
  expect(found.ok).toBe(false)
  const failed = found.checks.filter(({ passed }) => !passed)
  expect(failed.map(({ rule }) => rule)).toContain(rule)
})

test.skipIf(!hasOpenssl).each(refused.filter(({ opensslDiffers }) => !opensslDiffers))(
  'openssl agrees: $sentence',
  async ({ scene }) => {
    expect(opensslAccepts(request(await scene()))).toBe(false)
  },
)

test('a refusal names rule, certificate and the place where the rule is written', async () => {
  const { root, middle, leaf } = await twoSteps({ basicConstraints: { ca: false } })
  const found = buildPath(request({ target: leaf, anchors: [root], intermediates: [middle] }))
  expect(found.checks.filter(({ passed }) => !passed)).toEqual([
    {
      rule: 'certificate_authority',
      passed: false,
      subject: 'CN=middle,O=Path tests',
      source: 'RFC 5280 §6.1.4 (k)',
    },
  ])
})

test('gives up on a maze of equal names after bounded work', async () => {
  const floors = ['a', 'b', 'c', 'd', 'e', 'f', 'g']
  const intermediates: Made[] = []
  for (const [index, floor] of floors.entries()) {
    const above = await make(floors[index + 1] ?? 'nowhere')
    for (let door = 0; door < 6; door += 1) intermediates.push(await make(floor, above))
  }
  const target = await leafBelow(await make('a'))
  const root = await make('root')
  const giveUp = () => {
    const found = buildPath(request({ target, anchors: [root], intermediates }))
    expect(found.checks.at(-1)).toMatchObject({ rule: 'search_size', passed: false })
  }
  expect(cpuMsOf(giveUp)).toBeLessThan(1000)
})
