/**
 * Chains good and bad, made here, judged by us and by the openssl binary where there is one. Every
 * case must come out as it says; every difference to openssl is listed with its reason.
 */
import { describe, expect, test } from 'vitest'
import { type Certificate, certificateFromDer } from '../certificate.ts'
import { readCrl } from '../crl/crl.ts'
import { indexSubjects } from '../path/trust-source.ts'
import { type PathVerdict, validatePath } from '../path/validate-path.ts'
import { at as usual, hasOpenssl } from '../path-scenes.ts'
import { X509Error } from '../x509-error.ts'
import { askOpenssl } from './ask-openssl.ts'
import { badPaths, weakChains } from './bad-chains.ts'
import { carelessChains, unreadableChains } from './careless-chains.ts'
import type { CorpusScene } from './corpus-case.ts'
import { goodChains } from './good-chains.ts'
import { namesChains } from './names-chains.ts'
import { revocationChains } from './revocation-chains.ts'

const corpus = [
  ...goodChains,
  ...namesChains,
  ...badPaths,
  ...weakChains,
  ...carelessChains,
  ...unreadableChains,
  ...revocationChains,
]

/** Where openssl 3 judges otherwise, and why we keep to ours. */
const differences: Readonly<Record<string, string>> = {
  // openssl refuses
  'a leaf in its last second':
    'X509_cmp_time takes an equal time for past; RFC 5280 §4.1.2.5 does not',
  'a root without key usage':
    'asked to be strict it refuses one; roots in wide use are written so, and we warn',
  // openssl accepts
  'a wildcard that covers an excluded host': 'it compares wildcards as if they were hosts',
  'constraints that are not critical':
    'it does not ask for the mark that RFC 5280 §4.2.1.10 demands',
  'a policy that must be explicit': 'it follows policies only when told to',
  'a path of nine certificates': 'it allows 100; no partner has more than eight',
  'a signature with SHA-224': '112 bits are enough for it; we allow what CAs use today',
  'RSA 2040 in the leaf': 'it rounds the strength up to that of 2048 bits',
  'RSA 16384 in the leaf': 'it has no upper limit below its own; ours is 8192 by default',
  'the public exponent 1': 'it does not look at exponents',
  'the public exponent 3': 'it does not look at exponents',
  'an even public exponent': 'it does not look at exponents',
  'curve secp256k1': 'it counts bits and knows no list of curves',
  'a negative serial number': 'it does not look at serial numbers; RFC 5280 §4.1.2.2',
  'the serial number 0': 'it does not look at serial numbers; RFC 5280 §4.1.2.2',
  'a serial number of 21 octets': 'it does not look at serial numbers; RFC 5280 §4.1.2.2',
  'a NUL in a name': 'it keeps the character; registries and logs would cut the name there',
  'a NUL in an alternative name': 'as above; other readers would see another host',
  'a length with more octets than needed':
    'it reads BER too; then two encodings are one certificate',
  'bytes after a certificate':
    'its PEM reader ignores them; then two thumbprints are one certificate',
  'a list of changes only': 'it takes such a list for a full one unless told otherwise',
}

/** A store would not have taken what cannot be read. */
function readable(all: readonly Uint8Array[]): Certificate[] {
  return all.flatMap((der) => {
    try {
      return [certificateFromDer(der)]
    } catch (error) {
      if (error instanceof X509Error) return []
      throw error
    }
  })
}

function judge({ target, anchors, pool = [], crls, at = usual }: CorpusScene): PathVerdict {
  const revocation = crls && { crls: crls.map((crl) => readCrl(crl)), require: 'all' as const }
  const find = indexSubjects({ anchors: readable(anchors), intermediates: readable(pool) })
  return validatePath({ target: certificateFromDer(target), at, revocation }, find)
}

function outcomeOf(scene: CorpusScene): readonly string[] {
  try {
    return judge(scene).failed.map(({ rule }) => rule)
  } catch (error) {
    if (error instanceof X509Error) return [error.reason ?? error.code]
    throw error
  }
}

describe('our verdict', () => {
  test.each(corpus.filter(({ broken }) => broken === undefined))(
    'holds: $name',
    async ({ scene }) => {
      const verdict = judge(await scene())
      expect(verdict.failed).toEqual([])
      expect(verdict.ok).toBe(true)
    },
  )

  test.each(corpus.filter(({ broken }) => broken !== undefined))(
    'breaks $broken: $name',
    async ({ scene, broken }) => {
      expect(outcomeOf(await scene())).toContain(broken)
    },
  )

  test('the corpus is large and its names are unique', () => {
    expect(corpus.length).toBeGreaterThan(100)
    expect(new Set(corpus.map(({ name }) => name)).size).toBe(corpus.length)
  })
})

describe.skipIf(!hasOpenssl)('openssl', () => {
  test.each(corpus)(
    'agrees, or the difference is listed: $name',
    async ({ name, scene, broken }) => {
      const given = await scene()
      const { accepts, words } = askOpenssl(broken === undefined ? onlyPath(given) : given)
      const isSame = accepts === (broken === undefined)
      expect({ isSame, words }).toEqual({ isSame: !(name in differences), words })
    },
  )

  test('agrees on most: each of these was compared above', () => {
    const agreed = corpus.filter(({ name }) => !(name in differences))
    expect(agreed.filter(({ broken }) => broken === undefined).length).toBeGreaterThan(30)
    expect(agreed.filter(({ broken }) => broken !== undefined).length).toBeGreaterThan(60)
  })

  test('every listed difference is a case', () => {
    const names = corpus.map(({ name }) => name)
    expect(Object.keys(differences).filter((name) => !names.includes(name))).toEqual([])
  })
})

/** openssl does not go back to try a second issuer, so it is shown the path that we found. */
function onlyPath(scene: CorpusScene): CorpusScene {
  const { path } = judge(scene)
  return {
    ...scene,
    anchors: path.slice(-1).map(({ der }) => der),
    pool: path.slice(1, -1).map(({ der }) => der),
  }
}
