import { generateKeyPairSync } from 'node:crypto'
import { expect, test } from 'vitest'
import type { Certificate } from './certificate.ts'
import { type PathRequest, buildPath } from './chain.ts'
import {
  type Scene,
  UNKNOWN_EXTENSION,
  SHA256_TO_SHA1,
  at,
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
  /** Common names from leaf to root. */
  readonly path: readonly string[]
  /** Set where openssl judges by other rules than ours (certificates.md B5). */
  readonly opensslDiffers?: string
}

const accepted: Case[] = [
  {
    sentence: 'accepts a leaf signed by an anchor',
    scene: async () => {
      const root = await make('root')
      return { target: await leafBelow(root), anchors: [root] }
    },
    path: ['leaf', 'root'],
  },
  {
    sentence: 'accepts a leaf below two authorities among strangers and duplicates',
    scene: async () => {
      const root = await make('root')
      const upper = await make('upper', root)
      const lower = await make('lower', upper)
      const stranger = await make('stranger')
      const below = await make('below stranger', stranger)
      return {
        target: await leafBelow(lower),
        anchors: [stranger, root, root],
        intermediates: [below, upper, lower, upper, lower],
      }
    },
    path: ['leaf', 'lower', 'upper', 'root'],
  },
  {
    sentence: 'finds the trusted one of two roots that both signed an authority',
    scene: async () => {
      const [left, right] = [await make('left root'), await make('right root')]
      const crossLeft = await make('middle', left)
      const crossRight = await make('middle', right)
      return {
        target: await leafBelow(crossLeft),
        anchors: [right],
        intermediates: [left, crossLeft, crossRight],
      }
    },
    path: ['leaf', 'middle', 'right root'],
  },
  {
    sentence: 'leaves the circle of two authorities that signed each other',
    scene: async () => {
      const root = await make('root')
      const [one, two] = [await make('one'), await make('two')]
      const oneByTwo = await make('one', two)
      const twoByOne = await make('two', one)
      const twoByRoot = await make('two', root)
      return {
        target: await leafBelow(one),
        anchors: [root],
        intermediates: [oneByTwo, twoByOne, twoByRoot],
      }
    },
    path: ['leaf', 'one', 'two', 'root'],
  },
  {
    sentence: 'takes the renewed authority when the old one of the same key has expired',
    scene: async () => {
      const root = await make('root')
      const old = await make('middle', root, { notAfter: year(2031) })
      const renewed = await make('middle', root)
      return { target: await leafBelow(old), anchors: [root], intermediates: [old, renewed] }
    },
    path: ['leaf', 'middle', 'root'],
  },
  {
    sentence: 'tells roots of one name apart by their signature',
    scene: async () => {
      const name = { subject: { CN: 'same name' }, authorityKeyId: false as const }
      const other = await make('same name 1', undefined, name)
      const root = await make('same name 2', undefined, name)
      const target = await leafBelow(root, { authorityKeyId: false as const })
      return { target, anchors: [other, root] }
    },
    path: ['leaf', 'same name'],
  },
  {
    sentence: 'lets an authority of path length 0 issue a leaf',
    scene: async () => {
      const { root, middle, leaf } = await twoSteps({
        basicConstraints: { ca: true, pathLength: 0 },
      })
      return { target: leaf, anchors: [root], intermediates: [middle] }
    },
    path: ['leaf', 'middle', 'root'],
  },
  {
    sentence: 'does not count the target, even an authority, against a path length',
    scene: async () => {
      const { root, middle } = await twoSteps({ basicConstraints: { ca: true, pathLength: 0 } })
      return { target: await make('last', middle), anchors: [root], intermediates: [middle] }
    },
    path: ['last', 'middle', 'root'],
  },
  {
    sentence: 'does not count a self-issued authority against a path length',
    scene: async () => {
      const { root, middle } = await twoSteps({ basicConstraints: { ca: true, pathLength: 0 } })
      const rollover = await make('middle', middle, { key: await pooledKey('EC', 'new middle') })
      const target = await leafBelow(rollover)
      return { target, anchors: [root], intermediates: [middle, rollover] }
    },
    path: ['leaf', 'middle', 'middle', 'root'],
  },
  {
    sentence: 'accepts an authority that does not restrict its key usage',
    scene: async () => {
      const { root, middle, leaf } = await twoSteps({ keyUsage: [] })
      return { target: leaf, anchors: [root], intermediates: [middle] }
    },
    path: ['leaf', 'middle', 'root'],
  },
  {
    sentence: 'takes an anchor as it is, without authority flag, key usage or known extensions',
    scene: async () => {
      const plain = { basicConstraints: { ca: false }, keyUsage: ['digitalSignature'] }
      const made = await make('plain root', undefined, plain)
      const root = forge(made, UNKNOWN_EXTENSION, made.key)
      return { target: await leafBelow(root), anchors: [root] }
    },
    path: ['leaf', 'plain root'],
    opensslDiffers: 'it wants an authority flag on the root too',
  },
  {
    sentence: 'does not check the path length of an anchor',
    scene: async () => {
      const root = await make('short root', undefined, {
        basicConstraints: { ca: true, pathLength: 0 },
      })
      const middle = await make('middle', root)
      return { target: await leafBelow(middle), anchors: [root], intermediates: [middle] }
    },
    path: ['leaf', 'middle', 'short root'],
    opensslDiffers: 'it counts the path length of the root',
  },
  {
    sentence: 'uses key identifiers only for the order of trying',
    scene: async () => {
      const root = await make('root')
      return { target: await leafBelow(root, { authorityKeyId: '00ff' }), anchors: [root] }
    },
    path: ['leaf', 'root'],
    opensslDiffers: 'it refuses identifiers that do not fit',
  },
  {
    sentence: 'gives an anchor itself as a path of one',
    scene: async () => {
      const root = await make('root')
      return { target: root, anchors: [root] }
    },
    path: ['root'],
  },
  {
    sentence: 'accepts a path of RSA, Ed25519 and elliptic curve keys',
    scene: async () => {
      const root = await make('rsa root', undefined, { key: await pooledKey('RSA', 'root') })
      const middle = await make('edwards', root, { key: generateKeyPairSync('ed25519') })
      return { target: await leafBelow(middle), anchors: [root], intermediates: [middle] }
    },
    path: ['leaf', 'edwards', 'rsa root'],
  },
  {
    sentence: 'accepts RSA 1024 and SHA-1, which later rules judge',
    scene: async () => {
      const root = await make('weak root', undefined, { key: rsa(1024) })
      const target = forge(await leafBelow(root), SHA256_TO_SHA1, root.key, 'sha1')
      return { target, anchors: [root] }
    },
    path: ['leaf', 'weak root'],
    opensslDiffers: 'it counts SHA-1 as weaker than 80 bits',
  },
  {
    sentence: 'accepts a leaf in its last second',
    scene: async () => {
      const root = await make('root')
      return { target: await leafBelow(root, { notAfter: at }), anchors: [root] }
    },
    path: ['leaf', 'root'],
    // X509_cmp_time treats an equal time as past, against RFC 5280 §4.1.2.5.
    opensslDiffers: 'it counts the last second as expired',
  },
  {
    sentence: 'accepts a path of eight certificates',
    scene: () => ladder(6),
    path: ['leaf', 'step 6', 'step 5', 'step 4', 'step 3', 'step 2', 'step 1', 'root'],
  },
]

test.each(accepted)('$sentence', async ({ scene, path }) => {
  const found = buildPath(request(await scene()))
  expect(found.checks.filter(({ passed }) => !passed)).toEqual([])
  expect(found.ok && found.path.map(({ commonName }) => commonName)).toEqual(path)
})

test.skipIf(!hasOpenssl).each(accepted.filter(({ opensslDiffers }) => !opensslDiffers))(
  'openssl agrees: $sentence',
  async ({ scene }) => {
    const asked = request(await scene())
    const found = buildPath(asked)
    // openssl does not try a second issuer of the same name, so it is shown the path we found.
    expect(opensslAccepts(found.ok ? pathOnly(asked, found.path) : asked)).toBe(true)
  },
)

const pathOnly = (asked: PathRequest, path: readonly Certificate[]): PathRequest => ({
  ...asked,
  anchors: path.slice(-1),
  intermediates: path.slice(1, -1),
})
