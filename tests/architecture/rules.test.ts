import { readFileSync, readdirSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as contract from '@pmp/contract'
import { failures, permissions, type Endpoint } from '@pmp/contract'
import { describe, expect, test } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
const server = join(root, 'apps/server/src')
const features = join(server, 'features')
const engine = join(server, 'certificate-engine')

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.(ts|tsx)$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((file) => !file.includes('node_modules') && !file.includes('/dist/'))
}

const read = (file: string) => readFileSync(join(root, file), 'utf8')
const isTest = (file: string) => /\.test\.tsx?$|testing|given/.test(file)
const sources = ['packages', 'apps'].flatMap((folder) => filesBelow(join(root, folder)))
const code = sources.filter((file) => !isTest(file) && !file.endsWith('database/schema.ts'))
const serverFeatures = [features, engine].flatMap(filesBelow).filter((file) => !isTest(file))

const isEndpoint = (value: unknown): value is Endpoint =>
  typeof value === 'object' && value !== null && 'envelope' in value && 'path' in value
const endpoints = Object.entries<unknown>(contract).flatMap(([name, value]) =>
  isEndpoint(value) ? [[name, value] as const] : [],
)

describe('imports flow one way', () => {
  test('rules know neither database nor HTTP', () => {
    const wrong = serverFeatures
      .filter((file) => file.endsWith('/rules.ts'))
      .filter((file) => /from '.*(database|queries|http)\//.test(read(file)))
    expect(wrong).toEqual([])
  })

  test('packages know no application', () => {
    const wrong = code.filter(
      (file) => file.startsWith('packages/') && /from '.*apps\//.test(read(file)),
    )
    expect(wrong).toEqual([])
  })

  test('features of the web do not import each other', () => {
    const wrong = code.filter((file) => {
      const [, own] = /^apps\/web\/src\/features\/([^/]+)\//.exec(file) ?? []
      if (!own) return false
      const imports = [...read(file).matchAll(/from '\.\.\/([a-z-]+)\//g)].map(([, name]) => name)
      return imports.some((name) => name !== own)
    })
    expect(wrong).toEqual([])
  })
})

describe('one place for one thing', () => {
  test('the environment is read by config.ts and the process entry only', () => {
    const wrong = code
      .filter((file) => file.startsWith('apps/server'))
      .filter((file) => read(file).includes('process.env'))
    expect(wrong.toSorted()).toEqual(['apps/server/src/config.ts', 'apps/server/src/main.ts'])
  })

  test('tables are written by queries of features and by the layers that own them', () => {
    const writes = /\.(insertInto|updateTable|deleteFrom)\(|insert into pm/
    const wrong = serverFeatures
      .filter((file) => writes.test(read(file)))
      .filter((file) => !file.endsWith('/queries.ts'))
    expect(wrong).toEqual([])
  })

  test('no folder or file is a drawer', () => {
    const drawers = /(^|\/)(utils?|helpers?|common|misc|manager|shared)(\.tsx?|\/)/
    expect(sources.filter((file) => drawers.test(file))).toEqual([])
  })
})

describe('sizes', () => {
  test('no file is longer than 400 lines', () => {
    const wrong = code.filter((file) => read(file).split('\n').length > 400)
    expect(wrong).toEqual([])
  })
})

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
      new Set(['PMS_POL_008', 'PMS_POL_009', 'PMS_PRT_055', 'PMS_PRT_108', 'PMS_PRT_360']),
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
      filesBelow(join(root, folder))
        .filter((file) => new RegExp(`^${folder}/${feature}(/[a-z-]+)?\\.ts$`).test(file))
        .map(read)
        .join('\n')
    const elsewhere = serverFeatures
      .filter((file) => file.endsWith('/routes.ts'))
      .flatMap((file) => {
        const declared = declarations(basename(dirname(file)))
        return [...read(file).matchAll(/route\(contract\.(\w+)/g)]
          .map(([, name]) => name)
          .filter((name) => !declared.includes(`export const ${name} = endpoint(`))
      })
    expect(elsewhere).toEqual([])
  })

  test('each failure of a feature is declared by an endpoint or the request rules', () => {
    const endpoints = filesBelow(join(root, 'packages/contract/src/endpoints')).map(read).join('\n')
    const thrown = serverFeatures.flatMap((file) =>
      [...read(file).matchAll(/new Failure\(\s*'([a-z_]+)'/g)].map(([, name]) => name),
    )
    const undeclared = [...new Set(thrown)].filter((name) => !endpoints.includes(`'${name}'`))
    expect(undeclared).toEqual([])
  })
})

describe('tests', () => {
  const tests = sources
    .concat(filesBelow(join(root, 'tests')))
    .filter(isTest)
    .map(read)
    .join('\n')

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

describe('operations', () => {
  test('that write leave an audit entry', () => {
    // The two features that every operation writes through.
    const operations = serverFeatures.filter(
      (file) => /context: Context/.test(read(file)) && !/features\/(audit|outbox)\//.test(file),
    )
    const writing = operations.filter(
      (file) =>
        /from '(\.|\.\..*)\/queries\.ts'/.test(read(file)) &&
        /\b(insert|save|mark|update|set)[A-Z]\w*\(/.test(read(file)),
    )
    expect(writing.length).toBeGreaterThan(5)
    expect(writing.filter((file) => !read(file).includes('record(context'))).toEqual([])
  })
})
