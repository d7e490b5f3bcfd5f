import { generateKeyPairSync } from 'node:crypto'
import { TAG } from '../asn1.ts'
import { write, writeOid } from '../asn1-write.ts'
import { EXTENSION } from '../extensions.ts'
import { at, ladder, leafBelow, make, year } from '../path-scenes.ts'
import { pooledKey } from '../test-authority.ts'
import { type CorpusCase, der, holds, ordered, reshaped } from './corpus-case.ts'
import {
  altNames,
  authorityBySerial,
  authorityInfo,
  dns,
  policies,
  policyConstraints,
  unknownExtension,
} from './encode.ts'
import { PSS_SHA256, replacing, reshape, signPss } from './reshape.ts'

const curve = (namedCurve: string) => generateKeyPairSync('ec', { namedCurve })
const rsa = async () => ({ key: await pooledKey('RSA', 'root') })
const purposes = { extendedKeyUsage: ['clientAuth'] }

/** Paths that hold, by every rule there is. */
export const goodChains: readonly CorpusCase[] = [
  holds('a leaf below the root', async () => {
    const root = await make('root')
    return { target: der(await leafBelow(root)), anchors: [der(root)] }
  }),
  holds('a leaf below one authority', ordered({})),
  holds('a path of eight certificates', async () => {
    const { target, anchors, intermediates = [] } = await ladder(6)
    return { target: der(target), anchors: anchors.map(der), pool: intermediates.map(der) }
  }),
  holds('RSA 2048 above elliptic curves', async () => ordered({ root: await rsa() })()),
  holds(
    'RSA 3072 below',
    ordered({ leaf: { key: generateKeyPairSync('rsa', { modulusLength: 3072 }) } }),
  ),
  holds('curve P-384', ordered({ middle: { key: curve('P-384') } })),
  holds('curve P-521', ordered({ middle: { key: curve('P-521') } })),
  holds('Ed25519', ordered({ middle: { key: generateKeyPairSync('ed25519') } })),
  holds('Ed448', ordered({ middle: { key: generateKeyPairSync('ed448') } })),
  holds('a signature by RSASSA-PSS', async () => {
    const root = await make('root', undefined, await rsa())
    const target = reshape(await leafBelow(root), root, { algorithm: PSS_SHA256, sign: signPss })
    return { target, anchors: [der(root)] }
  }),
  holds(
    'path length 0 above a leaf',
    ordered({ middle: { basicConstraints: { ca: true, pathLength: 0 } } }),
  ),
  holds('an authority as the target below path length 0', async () => {
    const root = await make('root')
    const middle = await make('middle', root, { basicConstraints: { ca: true, pathLength: 0 } })
    return { target: der(await make('last', middle)), anchors: [der(root)], pool: [der(middle)] }
  }),
  holds('a self-issued authority does not count for path length', async () => {
    const root = await make('root')
    const middle = await make('middle', root, { basicConstraints: { ca: true, pathLength: 0 } })
    const rollover = await make('middle', middle, { key: await pooledKey('EC', 'rollover') })
    const target = der(await leafBelow(rollover))
    return { target, anchors: [der(root)], pool: [der(middle), der(rollover)] }
  }),
  holds('the trusted one of two cross-signing roots', async () => {
    const [left, right] = [await make('left'), await make('right')]
    const middles = [await make('middle', left), await make('middle', right)]
    const target = der(await leafBelow(middles[0] ?? left))
    return { target, anchors: [der(right)], pool: [der(left), ...middles.map(der)] }
  }),
  holds('a circle of authorities with one way out', async () => {
    const [root, one, two] = [await make('root'), await make('one'), await make('two')]
    const pool = [await make('one', two), await make('two', one), await make('two', root)]
    return { target: der(await leafBelow(one)), anchors: [der(root)], pool: pool.map(der) }
  }),
  holds('a renewed authority beside the expired one', async () => {
    const root = await make('root')
    const [old, renewed] = [
      await make('middle', root, { notAfter: year(2031) }),
      await make('middle', root),
    ]
    return {
      target: der(await leafBelow(old)),
      anchors: [der(root)],
      pool: [der(old), der(renewed)],
    }
  }),
  holds('the root itself', async () => {
    const root = await make('root')
    return { target: der(root), anchors: [der(root)] }
  }),
  holds('a leaf in its first second', ordered({ leaf: { notBefore: at } })),
  holds('a leaf in its last second', ordered({ leaf: { notAfter: at } })),
  holds('a leaf after 2049', ordered({ leaf: { notAfter: year(2080) } })),
  holds(
    'an unknown extension that is not critical',
    ordered({ leaf: { furtherExtensions: [unknownExtension(false)] } }),
  ),
  holds('critical policies', ordered({ middle: { furtherExtensions: [policies(true)] } })),
  holds(
    'a ban on policy mappings',
    ordered({ middle: { furtherExtensions: [policyConstraints(1)] } }),
  ),
  holds(
    'extended usages and addresses',
    ordered({
      leaf: {
        ...purposes,
        furtherExtensions: [authorityInfo('http://ocsp.example', 'http://ca.example')],
      },
    }),
  ),
  holds(
    'no subject but a critical alternative name',
    ordered({
      leaf: { subject: {}, furtherExtensions: [altNames([dns('a.example')], true)] },
    }),
  ),
  holds(
    'names in several scripts',
    ordered({
      root: { subject: { CN: 'वित्त मन्त्रालय', O: 'وزارة المالية' } },
      leaf: { subject: { CN: '財務省 😀' } },
    }),
  ),
  holds('issuer names of other case, spacing and string kind', async () => {
    const root = await make('root', undefined, { subject: { CN: 'The Root', O: 'Path tests' } })
    const text = (oid: string, tag: number, value: string) =>
      write(TAG.set, write(TAG.sequence, writeOid(oid), write(tag, Buffer.from(value))))
    const issuer = write(
      TAG.sequence,
      text('2.5.4.10', TAG.printableString, 'PATH  tests'),
      text('2.5.4.3', TAG.printableString, ' the root'),
    )
    return { target: reshape(await leafBelow(root), root, { issuer }), anchors: [der(root)] }
  }),
  holds('an authority named by its key, issuer and serial number', async () => {
    const root = await make('root')
    const { issuerDer, serialNumber, subjectKeyId } = root.certificate
    const named = authorityBySerial(issuerDer, serialNumber, subjectKeyId)
    const target = reshape(await leafBelow(root), root, { extensions: replacing(named) })
    return { target, anchors: [der(root)] }
  }),
  holds('a serial number of 20 octets', ordered({ leaf: { serialNumber: 2n ** 159n - 1n } })),
  holds(
    'an authority that may also sign lists',
    ordered({ middle: { keyUsage: ['keyCertSign', 'cRLSign'] } }),
  ),
  holds(
    'a critical key purpose',
    reshaped('leaf', {
      extensions: replacing({
        oid: EXTENSION.extendedKeyUsage,
        isCritical: true,
        value: write(TAG.sequence, writeOid('1.3.6.1.5.5.7.3.2')),
      }),
    }),
  ),
]
