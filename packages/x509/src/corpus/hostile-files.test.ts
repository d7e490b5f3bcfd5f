import { expect, test } from 'vitest'
import { certificateFromDer, readCertificate } from '../certificate.ts'
import { cpuMsOf, leastMsOf } from './cpu-time.ts'
import { makeHostileFiles } from './hostile-files.ts'
import { indexSubjects } from '../path/trust-source.ts'
import { validatePath } from '../path/validate-path.ts'
import { at, make } from '../path-scenes.ts'
import { readPkcs7 } from '../pkcs7.ts'
import { readCertificates } from '../read-certificates.ts'
import { X509Error } from '../x509-error.ts'

const files = await makeHostileFiles()
const bystander = await make('bystander')
const pool = indexSubjects({ anchors: [bystander.certificate], intermediates: [] })

/** Reads as every caller does and validates what could be read. */
function tryAll(text: string): void {
  for (const read of [
    () => [readCertificate(text)],
    () => readCertificates(text).certificates,
    () => readPkcs7(Buffer.from(text, 'base64')),
  ]) {
    try {
      for (const target of read()) {
        expect(validatePath({ target, at }, pool).ok).toBe(false)
        expect(target.isSelfSigned).toBe(false)
      }
    } catch (error) {
      if (!(error instanceof X509Error)) throw error
    }
  }
}

test.each(files)('$name takes no time and no memory', async ({ text }) => {
  const before = process.memoryUsage().arrayBuffers
  const least = await leastMsOf(() => cpuMsOf(() => tryAll(text)), { attempts: 3, enoughMs: 100 })
  expect(least).toBeLessThan(100)
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(64 * 1024 * 1024)
})

test('a key that takes too long is never computed with, not even with its own certificate', () => {
  const long = files.find(({ name }) => name === 'an RSA key of 16384 bits')
  const certificate = readCertificate(long?.text ?? '')
  expect(certificate).toMatchObject({ key: { type: 'RSA', bits: 16_383 }, isSelfSigned: false })
  const anchored = indexSubjects({ anchors: [certificate], intermediates: [] })
  const child = { ...bystander.certificate, issuer: certificate.subject }
  const { failed } = validatePath({ target: child, at }, anchored)
  expect(failed.map(({ rule }) => rule)).toContain('signature')
})

test('the opened keys that are kept are as good as new ones', () => {
  const again = certificateFromDer(bystander.certificate.der)
  expect(again.publicKeyDer).not.toBe(bystander.certificate.publicKeyDer)
  expect([again.isSelfSigned, bystander.certificate.isSelfSigned]).toEqual([true, true])
})
