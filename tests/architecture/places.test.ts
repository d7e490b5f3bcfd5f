import { describe, expect, test } from 'vitest'
import { productOf, readCode } from './code.ts'

const code = readCode()
const product = productOf(code)
const server = product.filter(({ path }) => path.startsWith('apps/server/'))
const features = server.filter(({ path }) => /\/src\/(features|certificate-engine)\//.test(path))

const pathsOf = (files: typeof code) => files.map(({ path }) => path)

describe('one place for one thing', () => {
  test('the environment is read by config.ts and the process entry only', () => {
    const reading = server.filter(({ text }) => text.includes('process.env'))
    expect(pathsOf(reading)).toEqual(['apps/server/src/config.ts', 'apps/server/src/main.ts'])
  })

  test('tables are written by queries of features and by the layers that own them', () => {
    const writes = /\.(insertInto|updateTable|deleteFrom)\(|insert into pm/
    const wrong = features
      .filter(({ text }) => writes.test(text))
      .filter(({ path }) => !path.endsWith('/queries.ts'))
    expect(pathsOf(wrong)).toEqual([])
  })

  test('certificates are read where they come in; stored ones by the reader of @pmp/x509', () => {
    const reading = server.filter(({ text }) => /\breadCertificate\(/.test(text))
    expect(pathsOf(reading)).toEqual(['apps/server/src/certificate-engine/read-upload.ts'])
  })

  test('no folder or file is a drawer', () => {
    const drawers = /(^|\/)(utils?|helpers?|common|misc|manager|shared)(\.tsx?|\/)/
    expect(pathsOf(code).filter((path) => drawers.test(path))).toEqual([])
  })
})

describe('operations', () => {
  test('that write leave an audit entry', () => {
    // The engine's callers know whose entry it is.
    const operations = features.filter(
      ({ path, text }) =>
        path.startsWith('apps/server/src/features/') && /context: Context/.test(text),
    )
    const writing = operations.filter(
      ({ text }) =>
        /from '(\.|\.\..*)\/(queries|issue-certificate)\.ts'/.test(text) &&
        /\b((insert|save|mark|update|set|delete)[A-Z]\w*|noteCertificateOfPartner|issueCertificateFor)\(/.test(
          text,
        ),
    )
    expect(writing.length).toBeGreaterThan(5)
    expect(pathsOf(writing.filter(({ text }) => !text.includes('record(context')))).toEqual([])
  })
})
