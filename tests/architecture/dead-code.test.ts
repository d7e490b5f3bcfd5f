import { describe, expect, test } from 'vitest'
import { Visitor } from 'vite'
import eng from '../../apps/web/src/i18n/eng.json' with { type: 'json' }
import { importsOf } from './circles.ts'
import { productOf, readCode, resolveImport, type CodeFile } from './code.ts'

const code = readCode()
const product = productOf(code)

/** What a file gives to others, where it is declared: values, or types, which are gone when it runs. */
function exportsOf({ parsed }: CodeFile): Record<'values' | 'types', string[]> {
  const [values, types]: [string[], string[]] = [[], []]
  new Visitor({
    ExportNamedDeclaration: ({ declaration, source, specifiers }) => {
      if (source) return
      const names = declaration?.type.startsWith('TS') ? types : values
      if (declaration?.type === 'VariableDeclaration') {
        for (const { id } of declaration.declarations)
          if (id.type === 'Identifier') names.push(id.name)
      } else if (declaration && 'id' in declaration && declaration.id?.type === 'Identifier') {
        names.push(declaration.id.name)
      }
      for (const { exported } of specifiers)
        if (exported.type === 'Identifier') names.push(exported.name)
    },
  }).visit(parsed.program)
  return { values, types }
}

/** For each file, the names that another file takes from it; `*` for all of them. */
function takenNames(files: readonly CodeFile[]): Map<string, Set<string>> {
  const taken = new Map<string, Set<string>>()
  const take = (from: string, source: string, names: string[]) => {
    const path = resolveImport(from, source)
    if (path) taken.set(path, new Set([...(taken.get(path) ?? []), ...names]))
  }
  for (const { path, parsed } of files) {
    new Visitor({
      ImportDeclaration: ({ source, specifiers }) =>
        take(
          path,
          source.value,
          specifiers.map((specifier) =>
            specifier.type === 'ImportSpecifier' && specifier.imported.type === 'Identifier'
              ? specifier.imported.name
              : '*',
          ),
        ),
      ExportNamedDeclaration: ({ source, specifiers }) => {
        if (!source) return
        const names = specifiers.map(({ local }) =>
          local.type === 'Identifier' ? local.name : '*',
        )
        take(path, source.value, names)
      },
      ImportExpression: ({ source }) => {
        if (source.type === 'Literal') take(path, String(source.value), ['*'])
      },
    }).visit(parsed.program)
  }
  return taken
}

/** Keys that are put together, such as `status.${state}`; they begin with words of their own. */
function builtTexts({ parsed }: CodeFile): RegExp[] {
  const patterns: RegExp[] = []
  new Visitor({
    TemplateLiteral: ({ quasis }) => {
      const [first = '', ...others] = quasis.map(({ value }) => value.raw)
      if (!/^[a-zA-Z]+\./.test(first)) return
      const parts = [first, ...others].map((part) => part.replaceAll(/[^\w-]/g, '\\$&'))
      patterns.push(new RegExp(`^${parts.join('.+')}$`))
    },
  }).visit(parsed.program)
  return patterns
}

/** Values that only tests take, in order, and why they cannot see them from outside. */
const forTestsOnly: Readonly<Record<string, string>> = {
  'apps/server/src/app.ts routes': 'rules of all endpoints are tried on each route that is served',
  'apps/server/src/certificate-engine/accept-certificate.ts authorityRules':
    'each rule is tried alone, in the list in which it is applied',
  'apps/server/src/certificate-engine/accept-certificate.ts ownerRules':
    'each rule is tried alone, in the list in which it is applied',
  'apps/server/src/config.ts readConfig': 'a test with wrong settings ends there',
  'apps/server/src/database/embedded.ts syncs':
    'that a commit reached the disk is seen nowhere else',
  'apps/server/src/database/migrate.ts readMigrations':
    'databases between two migrations are made of the first ones',
  'apps/server/src/database/server-state.ts serverStateOf':
    'rights are given and taken back within one transaction',
  'apps/server/src/features/partners/put-certificate-into-use.ts mayIssueBelow':
    'a decision on plain data',
  'apps/server/src/jobs/job.ts systemActor': 'jobs are run one by one, as the platform runs them',
  'apps/server/src/jobs/start-jobs.ts execute':
    'what the job queue is given to speak to the embedded database',
  'apps/server/src/settings-document.ts settingsDocument':
    'the test writes the document, and fails when it is out of date',
  'apps/server/src/settings-document.ts exampleEnvironment':
    'the test writes the example, and fails when it is out of date',
  'apps/web/src/api/recorded-schemas.ts z': 'the build puts it in the place of zod',
  'apps/web/src/domain/certificates/certificate-file.ts PrivateKeyInside':
    'tells which refusal it is, where pages treat all alike',
  'apps/web/src/ui/typed-filters.ts stillAhead':
    'the order of typing and answers, which no page can be made to repeat',
}

describe('nothing is there for nobody', () => {
  const taken = takenNames(code)
  const takenByProduct = takenNames(product)
  const imports = importsOf(code)

  test('every file of the product is imported, or is where something starts', () => {
    const used = new Set([...imports.values()].flatMap((paths) => [...paths]))
    const starts = [
      'apps/server/src/main.ts',
      'apps/web/src/main.tsx',
      'apps/web/src/vite-env.d.ts',
      'apps/web/vite.config.ts',
      'packages/contract/src/index.ts',
      'packages/x509/src/index.ts',
    ]
    const idle = product.map(({ path }) => path).filter((path) => !used.has(path))
    expect(idle.filter((path) => !starts.includes(path))).toEqual([])
  })

  test('every value that an application exports is taken by another file of the product', () => {
    const idle = product
      .filter(({ path }) => path.startsWith('apps/'))
      .flatMap((file) => {
        const names = takenByProduct.get(file.path) ?? new Set()
        return names.has('*')
          ? []
          : exportsOf(file)
              .values.filter((name) => !names.has(name))
              .map((name) => `${file.path} ${name}`)
      })
    expect(idle).toEqual(Object.keys(forTestsOnly))
  })

  test('every type that an application exports is taken by another file', () => {
    const idle = product
      .filter(({ path }) => path.startsWith('apps/'))
      .flatMap((file) => {
        const names = taken.get(file.path) ?? new Set()
        return names.has('*')
          ? []
          : exportsOf(file)
              .types.filter((name) => !names.has(name))
              .map((name) => `${file.path} ${name}`)
      })
    // The compiler names it in the declarations of those that search.
    expect(idle).toEqual(['apps/server/src/database/lists/search.ts SearchPage'])
  })

  test('every export of a package is used by name somewhere else, not only given on', () => {
    const words = code
      .filter(({ path }) => !/^packages\/\w+\/src\/index\.ts$/.test(path))
      .map(({ path, text }) => [path, new Set(text.match(/\w+/g))] as const)
    const idle = product
      .filter(({ path }) => path.startsWith('packages/'))
      .flatMap((file) => {
        const { values, types } = exportsOf(file)
        return [...values, ...types]
          .filter((name) => !words.some(([other, known]) => other !== file.path && known.has(name)))
          .map((name) => `${file.path} ${name}`)
      })
    expect(idle).toEqual([])
  })

  test('every text of the languages is shown somewhere', () => {
    const web = product.filter(({ path }) => path.startsWith('apps/web/'))
    const said = new Set(web.flatMap(({ text }) => text.match(/[\w.-]+/g) ?? []))
    const built = web.flatMap(builtTexts)
    const idle = Object.keys(eng).filter(
      (key) => !said.has(key) && !built.some((pattern) => pattern.test(key)),
    )
    expect(idle).toEqual([])
  })
})
