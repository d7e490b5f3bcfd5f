import { expect, test } from 'vitest'
import { readCertificateFile } from './certificate-file.ts'

const der = Uint8Array.from({ length: 100 }, (_, index) => (index * 37 + 0x82) % 256)

test('text stays as it is', async () => {
  const pem = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n'
  expect(await readCertificateFile(new File([pem], 'a.pem'))).toBe(pem)
})

test('binary certificates become PEM with lines of 64', async () => {
  const lines = (await readCertificateFile(new File([der], 'a.der'))).split('\n')
  expect([lines.at(0), lines.at(-1)]).toEqual([
    '-----BEGIN CERTIFICATE-----',
    '-----END CERTIFICATE-----',
  ])
  expect(lines.slice(1, -2).every((line) => line.length === 64)).toBe(true)
  expect(Buffer.from(lines.slice(1, -1).join(''), 'base64')).toEqual(Buffer.from(der))
})

test('binary bundles become base64url', async () => {
  const text = await readCertificateFile(new File([der], 'Chain.P7B'))
  expect(text).toMatch(/^[\w-]+$/)
  expect(Buffer.from(text, 'base64url')).toEqual(Buffer.from(der))
})
