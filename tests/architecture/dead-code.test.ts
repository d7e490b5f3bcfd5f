import { describe, expect, test } from 'vitest'
import { Visitor } from 'vite'
import eng from '../../apps/web/src/i18n/eng.json' with { type: 'json' }
import { importsOf } from './circles.ts'
import { productOf, readCode, resolveImport, type CodeFile } from './code.ts'

const code = readCode()
const product = productOf(code)

/** Values that a file gives to others, where they are declared; types are gone when it runs. */
function exportsOf({ parsed }: CodeFile): string[] {
  const names: string[] = []
  new Visitor({
    ExportNamedDeclaration: ({ declaration, source, specifiers }) => {
      if (source || declaration?.type.startsWith('TS')) return
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
  return names
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

describe('nothing is there for nobody', () => {
  const taken = takenNames(code)
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

  test('every export of an application is taken by another file', () => {
    const idle = product
      .filter(({ path }) => path.startsWith('apps/'))
      .flatMap((file) => {
        const names = taken.get(file.path) ?? new Set()
        return names.has('*')
          ? []
          : exportsOf(file)
              .filter((name) => !names.has(name))
              .map((name) => `${file.path} ${name}`)
      })
    expect(idle).toEqual([])
  })

  test('every export of a package is used by name somewhere else', () => {
    const words = new Map(code.map(({ path, text }) => [path, new Set(text.match(/\w+/g))]))
    const idle = product
      .filter(({ path }) => path.startsWith('packages/'))
      .flatMap(({ path, ...file }) =>
        exportsOf({ path, ...file })
          .filter((name) => ![...words].some(([other, known]) => other !== path && known.has(name)))
          .map((name) => `${path} ${name}`),
      )
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
