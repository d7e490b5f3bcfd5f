import { basename, dirname } from 'node:path'
import { failures, permissions } from '@pmp/contract'
import { describe, expect, test } from 'vitest'
import { endpoints } from '../../apps/server/src/endpoints.ts'
import { productOf, readCode } from './code.ts'

const code = readCode()
const product = productOf(code)
const tests = code
  .filter(({ isTest, path }) => isTest && !path.startsWith('tests/architecture/'))
  .map(({ text }) => text)
  .join('\n')

describe('the contract', () => {
  test('gives two names one code only where upstream has several meanings', () => {
    const namesByCode = Map.groupBy(
      Object.entries(failures),
      ([, { code: published }]) => published,
    )
    const several = [...namesByCode]
      .filter(([, names]) => names.length > 1)
      .map(([published]) => published)
    expect(new Set(several)).toEqual(
      new Set([
        'PMS_COR_001',
        'PMS_POL_008',
        'PMS_POL_009',
        'PMS_PRT_055',
        'PMS_PRT_099',
        'PMS_PRT_108',
        'PMS_PRT_360',
      ]),
    )
  })

  test('names an upstream property once, unless upstream shares it', () => {
    const properties = Object.values(permissions).flatMap((permission) =>
      'upstream' in permission ? [permission.upstream] : [],
    )
    expect(new Set(properties).size).toBe(properties.length)
  })

  test('declares what a feature serves in the file, or folder, of the same name', () => {
    const folder = 'packages/contract/src/endpoints'
    const declarations = (feature: string) =>
      product
        .filter(({ path }) => new RegExp(`^${folder}/${feature}(/[a-z-]+)?\\.ts$`).test(path))
        .map(({ text }) => text)
        .join('\n')
    const elsewhere = product
      .filter(({ path }) => /server\/src\/features\/[^/]+\/routes\.ts$/.test(path))
      .flatMap(({ path, text }) => {
        const declared = declarations(basename(dirname(path)))
        return [...text.matchAll(/route\(contract\.(\w+)/g)]
          .map(([, name]) => name)
          .filter((name) => !declared.includes(`export const ${name} = endpoint(`))
      })
    expect(elsewhere).toEqual([])
  })

  test('puts a failure beside a field only where the endpoint has both', () => {
    const wrong = endpoints.flatMap(([name, endpoint]) => {
      const { params, query, request } = endpoint
      const taken = [params, query, request].flatMap((part) => Object.keys(part?.shape ?? {}))
      const listed: readonly string[] = endpoint.failures
      return Object.entries(endpoint.fields ?? {})
        .filter(([failure, field]) => !listed.includes(failure) || !taken.includes(field))
        .map(([failure]) => `${name}: ${failure}`)
    })
    expect(wrong).toEqual([])
  })

  test('declares each failure of a feature by an endpoint or the request rules', () => {
    const declared = product
      .filter(({ path }) => path.startsWith('packages/contract/src/endpoints/'))
      .map(({ text }) => text)
      .join('\n')
    const thrown = product
      .filter(({ path }) => /server\/src\/(features|certificate-engine)\//.test(path))
      .flatMap(({ text }) =>
        [...text.matchAll(/new Failure\(\s*'([a-z_]+)'/g)].map(([, name]) => name),
      )
    expect([...new Set(thrown)].filter((name) => !declared.includes(`'${name}'`))).toEqual([])
  })

  test('has no failure that nothing throws', () => {
    const declaring = /^packages\/contract\/src\/([^/]*failures\.ts$|endpoints\/)/
    const throwing = product
      .filter(({ path }) => !declaring.test(path))
      .map(({ text }) => text)
      .join('\n')
    const general = new Set<string>(endpoints.flatMap(([, { unexpected }]) => unexpected ?? []))
    const idle = Object.keys(failures).filter(
      (name) => !general.has(name) && !new RegExp(`\\b${name}\\b`).test(throwing),
    )
    expect(idle).toEqual([])
  })
})

describe('tests', () => {
  test('name every endpoint', () => {
    const unnamed = endpoints.filter(([name]) => !new RegExp(`\\b${name}\\b`).test(tests))
    expect(unnamed.map(([name]) => name)).toEqual([])
  })

  test('provoke every failure that an endpoint lists', () => {
    // General failures are provoked together, by taking the database away.
    const general = new Set(endpoints.map(([, { unexpected }]) => unexpected))
    const listed = new Set(endpoints.flatMap(([, endpoint]) => endpoint.failures))
    const unprovoked = [...listed].filter(
      (name) => !general.has(name) && !tests.includes(failures[name].code),
    )
    expect(unprovoked).toEqual([])
  })
})
