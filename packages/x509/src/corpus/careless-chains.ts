import { TAG } from '../asn1.ts'
import { write, writeInteger, writeOid, writeTime } from '../asn1-write.ts'
import { EXTENSION } from '../extensions.ts'
import { leafBelow, make, year } from '../path-scenes.ts'
import { writeSignatureAlgorithm } from '../signature.ts'
import { type CorpusCase, breaks, der, holds, ordered, reshaped } from './corpus-case.ts'
import { altNames, authorityBySerial, dns } from './encode.ts'
import { replacing, reshape, withCritical, without } from './reshape.ts'

const inner = writeSignatureAlgorithm('SHA384withECDSA')
const serial = (value: bigint) => write(TAG.integer, Buffer.from(value.toString(16), 'hex'))

/** Certificates that are not what RFC 5280 §4 tells issuers to write. */
export const carelessChains: readonly CorpusCase[] = [
  breaks(
    'algorithms_agree',
    'another algorithm inside than outside',
    reshaped('leaf', { innerAlgorithm: inner }),
  ),
  breaks(
    'serial_number',
    'a negative serial number',
    reshaped('leaf', { serial: write(TAG.integer, Uint8Array.of(0xff)) }),
  ),
  breaks('serial_positive', 'the serial number 0', reshaped('leaf', { serial: writeInteger(0) })),
  breaks(
    'serial_number',
    'a serial number of 21 octets',
    reshaped('leaf', { serial: serial(1n << 164n) }),
  ),
  breaks(
    'version_3',
    'an authority of version 1',
    reshaped('middle', { version: 0, extensions: () => [] }),
  ),
  breaks(
    'version_3',
    'an authority of version 2 with extensions',
    reshaped('middle', { version: 1 }),
  ),
  breaks(
    'version_3',
    'a root of version 1',
    reshaped('root', { version: 0, extensions: () => [] }),
  ),
  breaks(
    'extensions_version_3',
    'a leaf of version 2 with extensions',
    reshaped('leaf', { version: 1 }),
  ),
  breaks(
    'extension_criticality',
    'basic constraints of an authority that are not critical',
    reshaped('middle', { extensions: withCritical(EXTENSION.basicConstraints, false) }),
  ),
  breaks(
    'extension_criticality',
    'a critical authority key identifier',
    reshaped('leaf', { extensions: withCritical(EXTENSION.authorityKeyId, true) }),
  ),
  breaks(
    'extension_criticality',
    'a critical subject key identifier',
    reshaped('middle', { extensions: withCritical(EXTENSION.subjectKeyId, true) }),
  ),
  breaks(
    'usages_consistent',
    'an authority without key usage',
    reshaped('middle', { extensions: without(EXTENSION.keyUsage) }),
  ),
  holds('a root without key usage', ordered({ root: { keyUsage: [] } })),
  breaks(
    'usages_consistent',
    'a leaf that may sign certificates',
    ordered({ leaf: { keyUsage: ['keyCertSign'] } }),
  ),
  breaks(
    'usages_consistent',
    'a leaf with a path length',
    reshaped('leaf', {
      extensions: replacing({
        oid: EXTENSION.basicConstraints,
        isCritical: true,
        value: write(TAG.sequence, writeInteger(0)),
      }),
    }),
  ),
  breaks(
    'key_identifiers',
    'the key identifier of another issuer',
    ordered({ leaf: { authorityKeyId: '00ff' } }),
  ),
  breaks('key_identifiers', 'the serial number of another issuer', async () => {
    const root = await make('root')
    const other = authorityBySerial(root.certificate.issuerDer, '4711')
    return {
      target: reshape(await leafBelow(root), root, { extensions: replacing(other) }),
      anchors: [der(root)],
    }
  }),
  breaks('key_identifiers_present', 'an authority named by its serial number only', async () => {
    const root = await make('root')
    const { issuerDer, serialNumber } = root.certificate
    const extensions = replacing(authorityBySerial(issuerDer, serialNumber))
    return { target: reshape(await leafBelow(root), root, { extensions }), anchors: [der(root)] }
  }),
  breaks(
    'key_identifiers_present',
    'a leaf without authority key identifier',
    ordered({ leaf: { authorityKeyId: false } }),
  ),
  breaks(
    'key_identifiers_present',
    'an authority without authority key identifier',
    ordered({ middle: { authorityKeyId: false } }),
  ),
  breaks(
    'key_identifiers_present',
    'an authority without subject key identifier',
    reshaped('middle', { extensions: without(EXTENSION.subjectKeyId) }),
  ),
  breaks(
    'names_present',
    'neither subject nor alternative name',
    ordered({ leaf: { subject: {} } }),
  ),
  breaks(
    'names_present',
    'no subject and an alternative name that is not critical',
    ordered({
      leaf: { subject: {}, furtherExtensions: [altNames([dns('a.example')])] },
    }),
  ),
  breaks('names_present', 'an authority without a name', ordered({ middle: { subject: {} } })),
]

const period = write(
  TAG.sequence,
  write(TAG.generalizedTime, Buffer.from('20300101000000.5Z')),
  writeTime(year(2035)),
)

/** Certificates that are not read at all. */
export const unreadableChains: readonly CorpusCase[] = [
  breaks(
    'duplicate_extension',
    'an extension that comes twice',
    reshaped('leaf', { extensions: (list) => [...list, ...list.slice(-1)] }),
  ),
  breaks(
    'bad_name',
    'a NUL in a name',
    reshaped('leaf', {
      subject: write(
        TAG.sequence,
        write(
          TAG.set,
          write(
            TAG.sequence,
            writeOid('2.5.4.3'),
            write(TAG.utf8String, Buffer.from('bank.example\0.evil')),
          ),
        ),
      ),
    }),
  ),
  breaks(
    'bad_name',
    'a name that is not UTF-8',
    reshaped('leaf', {
      subject: write(
        TAG.sequence,
        write(
          TAG.set,
          write(
            TAG.sequence,
            writeOid('2.5.4.3'),
            write(TAG.utf8String, Uint8Array.of(0xc3, 0x28)),
          ),
        ),
      ),
    }),
  ),
  breaks('bad_time', 'a fraction of a second', reshaped('leaf', { validity: period })),
  breaks(
    'not_der',
    'a length with more octets than needed',
    reshaped('leaf', {
      // The first member is [0] { INTEGER 2 }, whose length is written in two octets here.
      tbs: (tbs) =>
        write(
          TAG.sequence,
          Buffer.from('a08103020102', 'hex'),
          tbs.subarray(tbs.indexOf(0xa0) + 5),
        ),
    }),
  ),
  breaks(
    'not_der',
    'a serial number with padding',
    reshaped('leaf', { serial: write(TAG.integer, Uint8Array.of(0, 1)) }),
  ),
  breaks(
    'bad_extension',
    'a NUL in an alternative name',
    reshaped('leaf', { extensions: replacing(altNames([dns('a.example\0.b')])) }),
  ),
  breaks('cut_short', 'a certificate cut short', async () => {
    const scene = await ordered({})()
    return { ...scene, target: scene.target.subarray(0, -8) }
  }),
  breaks('trailing_bytes', 'bytes after a certificate', async () => {
    const scene = await ordered({})()
    return { ...scene, target: Buffer.concat([scene.target, Uint8Array.of(5, 0)]) }
  }),
]
