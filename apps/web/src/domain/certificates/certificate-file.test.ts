import { expect, test } from 'vitest'
import { PrivateKeyInside, readCertificateFile } from './certificate-file.ts'

const certificate = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n'
const key = '-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----\n'
const der = Uint8Array.from({ length: 100 }, (_, index) => (index * 37 + 0x82) % 256)

test('text stays as it is', async () => {
  const pem = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n'
  expect(await readCertificateFile(new File([pem], 'a.pem'))).toBe(pem)
})

test('binary files become base64, whatever their name', async () => {
  const text = await readCertificateFile(new File([der], 'Chain.P7B'))
  expect(Buffer.from(text, 'base64')).toEqual(Buffer.from(der))
})

test.each([
  ['UTF-16 LE', Buffer.from(`\uFEFF${certificate}`, 'utf16le')],
  ['UTF-16 LE without its mark', Buffer.from(certificate, 'utf16le')],
  ['UTF-16 BE', Buffer.from(`\uFEFF${certificate}`, 'utf16le').swap16()],
  ['UTF-8 with its mark', Buffer.from(`\uFEFF${certificate}`)],
])('%s is read as the text that it is', async (_, bytes) => {
  expect(await readCertificateFile(new File([new Uint8Array(bytes)], 'a.pem'))).toBe(certificate)
})

test('text of other scripts before the armour stays text', async () => {
  const named = `friendlyName: Société 銀行\n${certificate}`
  expect(await readCertificateFile(new File([named], 'a.pem'))).toBe(named)
})

test.each([
  ['a key behind a name of another script', `Bag Attributes: Société générale\n${key}`],
  ['a key in UTF-16', new Uint8Array(Buffer.from(`Société\n${key}`, 'utf16le'))],
  ['PKCS#8 as text', '-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----'],
  ['a key after a certificate', 'text\n-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIIB\n'],
  ['PKCS#12', Uint8Array.of(0x30, 0x82, 0x0a, 0x10, 2, 1, 3, 0x30, 0x82)],
  ['PKCS#8 as binary', Uint8Array.of(0x30, 0x81, 0x90, 2, 1, 0, 0x30)],
])('%s is refused before anything is sent', async (_, content) => {
  await expect(readCertificateFile(new File([content], 'a.cer'))).rejects.toThrow(PrivateKeyInside)
})
