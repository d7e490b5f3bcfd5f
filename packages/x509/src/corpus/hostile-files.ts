/** Files made to hurt whoever reads them, for tests here and of the server. */
import { TAG } from '../asn1.ts'
import { write, writeBitString, writeInteger, writeOid } from '../asn1-write.ts'
import { altNames, dns, nameConstraints } from './encode.ts'
import { type Reshaping, replacing, reshape } from './reshape.ts'
import { EXTENSION } from '../extensions.ts'
import { writeExtension } from '../extensions-write.ts'
import { type Made, leafBelow, make } from '../path-scenes.ts'
import { encodePem } from '../pem.ts'
import { encodePkcs7 } from '../pkcs7.ts'

/** A file as somebody would send it. */
export interface HostileFile {
  readonly name: string
  /** PEM, or base64 without armour. */
  readonly text: string
}

const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index))
const armoured = (der: Uint8Array): string => encodePem('CERTIFICATE', der)
const bare = (der: Uint8Array): string => Buffer.from(der).toString('base64')

function nested(levels: number): Uint8Array {
  let inner: Uint8Array = new Uint8Array()
  for (let level = 0; level < levels; level += 1) inner = write(TAG.sequence, inner)
  return inner
}

const commonName = (tag: number, value: string) =>
  write(
    TAG.sequence,
    write(TAG.set, write(TAG.sequence, writeOid('2.5.4.3'), write(tag, Buffer.from(value)))),
  )

/** An RSA key of so many octets; nobody knows its factors, and nobody needs to. */
function rsaKey(octets: number, exponent: Uint8Array): Uint8Array {
  const modulus = write(TAG.integer, Buffer.alloc(octets, 0x7f))
  return write(
    TAG.sequence,
    write(TAG.sequence, writeOid('1.2.840.113549.1.1.1'), write(TAG.null)),
    writeBitString(write(TAG.sequence, modulus, exponent)),
  )
}

/** Certificates that one change made hostile. */
function reshaped(leaf: Made, root: Made): HostileFile[] {
  const { subjectKeyId } = EXTENSION
  const twice = writeExtension(subjectKeyId, false, write(TAG.octetString, Buffer.from('id')))
  const manyNames = altNames(times(900, (index) => dns(`a${index}.example`)))
  const manyBases = nameConstraints({ excluded: times(900, (index) => dns(`b${index}.example`)) })
  const monster = write(TAG.integer, Buffer.alloc(2048, 0x77))
  const changes: [string, Reshaping][] = [
    ['an RSA key of 16384 bits', { publicKey: rsaKey(2048, writeInteger(65_537)) }],
    ['an RSA key of 16384 bits with an exponent as long', { publicKey: rsaKey(2048, monster) }],
    ['an RSA key of 2048 bits with an exponent as long', { publicKey: rsaKey(256, monster) }],
    ['a negative serial number', { serial: write(TAG.integer, Buffer.of(0x80)) }],
    ['an extension twice', { extensions: (list) => [...list, twice, twice] }],
    ['a NUL in a name', { subject: commonName(TAG.utf8String, 'bank.example\0.evil.example') }],
    ['a NUL in a printable name', { subject: commonName(TAG.printableString, 'bank\0evil') }],
    ['900 alternative names', { extensions: replacing(manyNames) }],
    ['900 excluded names', { extensions: replacing(manyBases) }],
  ]
  return changes.map(([name, change]) => ({ name, text: armoured(reshape(leaf, root, change)) }))
}

/** Every one of them must be refused at once, by name, and without much memory. */
export async function makeHostileFiles(): Promise<HostileFile[]> {
  const root = await make('root')
  const leaf = await leafBelow(root)
  const { der, pem } = leaf.certificate
  const thousand = encodePkcs7(times(1000, () => leaf.certificate))
  const endless = Buffer.alloc(700_000, Buffer.from('3080', 'hex'))
  return [
    { name: 'a megabyte of base64', text: armoured(Buffer.alloc(700_000, 0x30)) },
    { name: 'a megabyte of blanks in armour', text: pem.replace('\n', ' '.repeat(900_000)) },
    { name: 'a megabyte of openings', text: '-----BEGIN PKCS7-----'.repeat(45_000) },
    { name: 'ten thousand lists in each other', text: armoured(nested(10_000)) },
    { name: 'the same as bundle', text: bare(nested(10_000)) },
    { name: 'lists without end', text: armoured(endless) },
    { name: 'the same as bundle', text: bare(endless) },
    {
      name: '300,000 empty values',
      text: bare(write(TAG.sequence, Buffer.alloc(600_000, '0500', 'hex'))),
    },
    { name: 'a certificate cut short', text: armoured(der.subarray(0, -20)) },
    { name: 'a length beyond all memory', text: armoured(Buffer.from('3084ffffffff', 'hex')) },
    { name: 'a bundle of 1,000 certificates', text: bare(thousand) },
    { name: 'the same in armour', text: encodePem('PKCS7', thousand) },
    ...reshaped(leaf, root),
  ]
}
