import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto'
import { judgeClientKey, thumbprintOf } from '@pmp/contract/client-rules'
import { createTestAuthority } from '@pmp/x509/test-authority'
import { calculateJwkThumbprint } from 'jose'
import { describe, expect, test } from 'vitest'
import { keyTextOfFile, readKeyText, type ReadKey } from './key-text.ts'
import { isKindName, kindsToMake, makeKey } from './made-key.ts'

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const curve = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const jwk = rsa.publicKey.export({ format: 'jwk' })
const authority = await createTestAuthority({ now: new Date(), organization: 'Keys' })
const { certificate } = await authority.issueLeaf({ organization: 'Keys', days: 30 })
const pemOfKey = (type: 'spki' | 'pkcs1') => String(rsa.publicKey.export({ type, format: 'pem' }))

const numbersOf = (read: ReadKey) => ('jwk' in read ? [read.jwk['n'], read.jwk['e']] : read)

describe('a public key is read', () => {
  test.each([
    ['jwk', JSON.stringify(jwk)],
    ['jwk', `\n  ${JSON.stringify({ ...jwk, kid: 'a', foo: 1 }, null, 2)}\n`],
    ['jwks', JSON.stringify({ keys: [jwk] })],
    ['pem', pemOfKey('spki')],
    ['pem', pemOfKey('pkcs1')],
    ['pem', pemOfKey('spki').replaceAll('\n', '\r\n')],
    ['pem', rsa.publicKey.export({ type: 'spki', format: 'der' }).toString('base64')],
    ['pem', keyTextOfFile(rsa.publicKey.export({ type: 'spki', format: 'der' }))],
  ])('as %s', (form, text) => {
    const read = readKeyText(text)
    expect(read).toMatchObject({ form })
    expect(numbersOf(read)).toEqual([jwk.n, jwk.e])
  })

  test('out of a certificate, of which the key alone counts', () => {
    const key = createPublicKey(certificate.pem).export({ format: 'jwk' })
    for (const text of [
      certificate.pem,
      keyTextOfFile(certificate.der),
      `subject=/CN=a\n${certificate.pem}\n${authority.root.certificate.pem}`,
    ]) {
      const read = readKeyText(text)
      expect(read).toMatchObject({ form: 'certificate' })
      expect(numbersOf(read)).toEqual([key.n, key.e])
    }
  })

  test('with a curve, and how it signs', () => {
    const text = String(curve.publicKey.export({ type: 'spki', format: 'pem' }))
    const expected = { ...curve.publicKey.export({ format: 'jwk' }), use: 'sig', alg: 'ES256' }
    expect(readKeyText(text)).toEqual({ form: 'pem', jwk: expected })
  })
})

describe('it is refused', () => {
  const own = rsa.privateKey
  const privateJwk = own.export({ format: 'jwk' })
  test.each([
    ['private', JSON.stringify(privateJwk)],
    ['private', JSON.stringify({ ...jwk, p: privateJwk.p })],
    ['private', JSON.stringify({ keys: [jwk, privateJwk] })],
    ['private', `${JSON.stringify(privateJwk)} and more`],
    ['private', JSON.stringify({ kty: 'oct', k: 'c2VjcmV0' })],
    ['private', String(own.export({ type: 'pkcs8', format: 'pem' }))],
    ['private', String(own.export({ type: 'pkcs1', format: 'pem' }))],
    ['private', String(curve.privateKey.export({ type: 'sec1', format: 'pem' }))],
    ['private', own.export({ type: 'pkcs8', format: 'der' }).toString('base64')],
    ['private', keyTextOfFile(own.export({ type: 'pkcs8', format: 'der' }))],
    [
      'private',
      String(own.export({ type: 'pkcs8', format: 'pem', cipher: 'aes256', passphrase: 'x' })),
    ],
    ['several_keys', JSON.stringify({ keys: [jwk, jwk] })],
    ['no_key', JSON.stringify({ keys: [] })],
    ['unreadable', 'my key'],
    ['unreadable', '{"kty": "RSA"'],
    ['unreadable', '[1]'],
    ['unreadable', pemOfKey('spki').replace('MII', 'AAA')],
    [
      'kind_not_taken',
      String(generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' })),
    ],
  ])('as %s', (flaw, text) => {
    expect(readKeyText(text)).toEqual({ flaw })
  })
})

describe('a pair that the browser makes', () => {
  test('has no private member in its public half, which a client may have', async () => {
    for (const name of kindsToMake(['RSA', 'EC'])) {
      const { jwk: made } = await makeKey(name)
      const judged = judgeClientKey(made, ['RSA', 'EC'])
      expect(judged).toMatchObject({ jwk: made, hadPrivateMembers: false })
      expect(made.kid).toBe(await calculateJwkThumbprint(made as object))
      expect(made.kid).toBe(await thumbprintOf(made))
      expect(readKeyText(JSON.stringify(made))).toEqual({ form: 'jwk', jwk: made })
    }
  })

  test('gives its private half in both forms, encrypted where a passphrase is given', async () => {
    const { jwk: made, privateText } = await makeKey('RSA 2048')
    const bare = createPrivateKey(await privateText('pem', ''))
    const text = await privateText('pem', 'eight blue chairs')
    const encrypted = createPrivateKey({ key: text, passphrase: 'eight blue chairs' })
    const asJwk: unknown = JSON.parse(await privateText('jwk', ''))
    for (const key of [bare, encrypted]) {
      expect(createPublicKey(key).export({ format: 'jwk' }).n).toBe(made.n)
    }
    expect(text).toContain('ENCRYPTED')
    expect(asJwk).toMatchObject({ ...made, d: bare.export({ format: 'jwk' }).d })
    expect(readKeyText(JSON.stringify(asJwk))).toEqual({ flaw: 'private' })
  })

  test('is of a kind that eSignet takes', () => {
    expect(kindsToMake(['RSA'])).toEqual(['RSA 2048', 'RSA 3072', 'RSA 4096'])
    expect(isKindName('EC P-256')).toBe(true)
    expect(isKindName('Ed25519')).toBe(false)
  })
})
