import { issueCrl, type CrlOrder } from '../crl/issue-crl.ts'
import type { Crl } from '../crl/crl.ts'
import { type Change, type Made, at, leafBelow, make, year } from '../path-scenes.ts'
import { pooledKey } from '../test-authority.ts'
import { type CorpusCase, type CorpusScene, breaks, der, holds } from './corpus-case.ts'
import { deltaOf, distributionPoint, listScope, unknownExtension } from './encode.ts'
import { reshapeCrl } from './reshape.ts'

const signer: Change = { keyUsage: ['keyCertSign', 'cRLSign'] }

interface Family {
  readonly root: Made
  readonly middle: Made
  readonly leaf: Made
}

const list = (issuer: Made, change: Partial<CrlOrder> = {}): Promise<Crl> =>
  issueCrl({
    issuer: issuer.certificate,
    signingKey: issuer.key.privateKey,
    thisUpdate: year(2031),
    nextUpdate: year(2032),
    crlNumber: 7n,
    revoked: [],
    signatureAlgorithm: 'SHA256withECDSA',
    ...change,
  })

const revoking = (...made: Made[]): Partial<CrlOrder> => ({
  revoked: made.map(({ certificate: { serialNumber } }) => ({
    serialNumber,
    revokedAt: year(2030),
    reason: 'keyCompromise',
  })),
})

/** Root, authority and leaf with the lists that are given; a list of the root unless told otherwise. */
const revoked =
  (
    lists: (family: Family) => Promise<(Crl | Uint8Array)[]>,
    changes: { middle?: Change; leaf?: Change } = {},
  ) =>
  async (): Promise<CorpusScene> => {
    const root = await make('root', undefined, signer)
    const middle = await make('middle', root, { ...signer, ...changes.middle })
    const leaf = await leafBelow(middle, changes.leaf)
    const crls = await lists({ root, middle, leaf })
    return {
      target: der(leaf),
      anchors: [der(root)],
      pool: [der(middle)],
      crls: crls.map((crl) => ('der' in crl ? crl.der : crl)),
    }
  }

const refused = (name: string, scene: CorpusCase['scene']) => breaks('not_revoked', name, scene)

/** Paths with revocation lists. RFC 5280 §6.3. */
export const revocationChains: readonly CorpusCase[] = [
  holds(
    'nobody is revoked',
    revoked(async ({ root, middle }) => [await list(root), await list(middle)]),
  ),
  holds(
    'others are revoked',
    revoked(async ({ root, middle }) => [
      await list(root, revoking(await make('stranger'))),
      await list(middle, revoking(root)),
    ]),
  ),
  holds(
    'a list beside an expired one',
    revoked(async ({ root, middle }) => [
      await list(root),
      await list(middle, { thisUpdate: year(2030), nextUpdate: year(2031) }),
      await list(middle, { crlNumber: 8n }),
    ]),
  ),
  holds(
    'a list in its first second',
    revoked(async ({ root, middle }) => [await list(root, { thisUpdate: at }), await list(middle)]),
  ),
  holds(
    'a list for end entities only, asked about one',
    revoked(async ({ root, middle }) => [
      await list(root),
      reshapeCrl(await list(middle), middle, listScope(1)),
    ]),
  ),
  holds(
    'a list of the distribution point that the leaf names',
    revoked(
      async ({ root, middle }) => [
        await list(root),
        reshapeCrl(await list(middle), middle, listScope(undefined, 'http://a.example/1')),
      ],
      { leaf: { furtherExtensions: [distributionPoint('http://a.example/1')] } },
    ),
  ),
  refused(
    'the leaf is revoked',
    revoked(async ({ root, middle, leaf }) => [
      await list(root),
      await list(middle, revoking(leaf)),
    ]),
  ),
  refused(
    'the authority is revoked',
    revoked(async ({ root, middle }) => [await list(root, revoking(middle)), await list(middle)]),
  ),
  refused(
    'no list of the authority',
    revoked(async ({ root }) => [await list(root)]),
  ),
  refused(
    'no list of the root',
    revoked(async ({ middle }) => [await list(middle)]),
  ),
  refused(
    'a list that has ended',
    revoked(async ({ root, middle }) => [
      await list(root),
      await list(middle, { thisUpdate: year(2030), nextUpdate: year(2031) }),
    ]),
  ),
  refused(
    'a list from the future',
    revoked(async ({ root, middle }) => [
      await list(root),
      await list(middle, { thisUpdate: year(2032), nextUpdate: year(2033) }),
    ]),
  ),
  refused(
    'a list signed by somebody else of that name',
    revoked(async ({ root }) => {
      const impostor = await make('middle', root, {
        ...signer,
        key: await pooledKey('EC', 'impostor'),
      })
      return [await list(root), await list(impostor)]
    }),
  ),
  refused('a list of an authority that may not sign lists', async () => {
    const root = await make('root', undefined, signer)
    const allowed = await make('middle', root, signer)
    const middle = await make('middle', root)
    const crls = [(await list(root)).der, (await list(allowed)).der]
    return { target: der(await leafBelow(middle)), anchors: [der(root)], pool: [der(middle)], crls }
  }),
  refused(
    'a list with an unknown critical extension',
    revoked(async ({ root, middle }) => [
      await list(root),
      reshapeCrl(await list(middle), middle, unknownExtension(true)),
    ]),
  ),
  refused(
    'a list of changes only',
    revoked(async ({ root, middle }) => [
      await list(root),
      reshapeCrl(await list(middle), middle, deltaOf(6)),
    ]),
  ),
  refused(
    'an indirect list',
    revoked(async ({ root, middle }) => [
      await list(root),
      reshapeCrl(await list(middle), middle, listScope(4)),
    ]),
  ),
  refused(
    'a list for authorities only, asked about a leaf',
    revoked(async ({ root, middle }) => [
      await list(root),
      reshapeCrl(await list(middle), middle, listScope(2)),
    ]),
  ),
  refused(
    'a list of another distribution point',
    revoked(async ({ root, middle }) => [
      await list(root),
      reshapeCrl(await list(middle), middle, listScope(undefined, 'http://a.example/1')),
    ]),
  ),
]
