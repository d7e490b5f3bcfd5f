import { write, writeInteger, writeOid } from '@pmp/x509/asn1-write'

/** What OWASP asks for with HMAC-SHA-256. */
const iterations = 600_000
const saltBytes = 16
const blockBytes = 16
const keyBits = 256

const oids = {
  pbes2: '1.2.840.113549.1.5.13',
  pbkdf2: '1.2.840.113549.1.5.12',
  hmacWithSha256: '1.2.840.113549.2.9',
  aes256Cbc: '2.16.840.1.101.3.4.1.42',
} as const

const tags = { octetString: 0x04, null: 0x05, sequence: 0x30 } as const

/**
 * A private key as PEM; with a passphrase encrypted by PBES2: PBKDF2 with HMAC-SHA-256, AES-256 in
 * CBC mode (RFC 8018 §6.2), which OpenSSL and every HSM tool read.
 * @param pkcs8 as the browser exports it
 */
export async function privateKeyPem(
  pkcs8: Uint8Array<ArrayBuffer>,
  passphrase: string,
): Promise<string> {
  if (passphrase === '') return pemOf('PRIVATE KEY', pkcs8)
  const salt = crypto.getRandomValues(new Uint8Array(saltBytes))
  const iv = crypto.getRandomValues(new Uint8Array(blockBytes))
  const key = await keyOf(passphrase, salt)
  const encrypted = await crypto.subtle.encrypt({ name: 'AES-CBC', iv }, key, pkcs8)
  const derivation = write(
    tags.sequence,
    writeOid(oids.pbkdf2),
    write(
      tags.sequence,
      write(tags.octetString, salt),
      writeInteger(iterations),
      write(tags.sequence, writeOid(oids.hmacWithSha256), write(tags.null)),
    ),
  )
  const cipher = write(tags.sequence, writeOid(oids.aes256Cbc), write(tags.octetString, iv))
  const scheme = write(
    tags.sequence,
    writeOid(oids.pbes2),
    write(tags.sequence, derivation, cipher),
  )
  const info = write(tags.sequence, scheme, write(tags.octetString, new Uint8Array(encrypted)))
  return pemOf('ENCRYPTED PRIVATE KEY', info)
}

async function keyOf(passphrase: string, salt: BufferSource): Promise<CryptoKey> {
  const secret = new TextEncoder().encode(passphrase)
  const material = await crypto.subtle.importKey('raw', secret, 'PBKDF2', false, ['deriveKey'])
  return crypto.subtle.deriveKey(
    { name: 'PBKDF2', hash: 'SHA-256', salt, iterations },
    material,
    { name: 'AES-CBC', length: keyBits },
    false,
    ['encrypt'],
  )
}

/** RFC 7468: base64 in lines of 64 characters. */
export function pemOf(label: string, der: Uint8Array): string {
  const base64 = btoa(Array.from(der, (byte) => String.fromCodePoint(byte)).join(''))
  const lines = base64.match(/.{1,64}/g) ?? []
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`
}
