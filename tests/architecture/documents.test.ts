import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { productOf, read, readCode, root } from './code.ts'
import { modulesOf } from './circles.ts'
import { packageOf, visibleEntries } from './top.ts'

const documents = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md'] as const
const folders = ['apps/server', 'apps/web', 'packages/contract', 'packages/x509']

/** What stands between backticks in prose. */
const quoted = (text: string): string[] =>
  [...text.replaceAll(/```[\s\S]*?```/g, '').matchAll(/`([^`\n]+)`/g)].map(
    ([, words = '']) => words,
  )

/** Blocks of this language. */
const blocks = (text: string, language: string): string[] =>
  [...text.matchAll(/```(\w+)\n([\s\S]*?)```/g)].flatMap(([, name, block = '']) =>
    name === language ? [block] : [],
  )

describe('the top of the repository', () => {
  test('shows at most 14 entries', () => {
    expect(visibleEntries(root).length).toBeLessThanOrEqual(14)
  })
})

describe('the map of ARCHITECTURE', () => {
  const [, map = ''] = /## The map\n([\s\S]*?)\nImports flow/.exec(read('ARCHITECTURE.md')) ?? []
  const mapped = map
    .split('\n')
    .flatMap((line) => quoted(line.startsWith('|') ? (line.split('|')[1] ?? '') : line))

  test.each(['', 'packages', 'apps/server/src', 'apps/web/src'])(
    'is what `ls %s` shows',
    (folder) => {
      const prefix = folder === '' ? '' : `${folder}/`
      const named = mapped
        .filter((path) => path.startsWith(prefix))
        .map((path) => path.slice(prefix.length).split('/')[0])
      const there = visibleEntries(join(root, folder)).filter((name) => !/\.test\.tsx?$/.test(name))
      expect(new Set(named)).toEqual(new Set(there))
    },
  )

  test('names nothing that is not there', () => {
    expect(mapped.filter((path) => !existsSync(join(root, path)))).toEqual([])
  })
})

describe.each(documents)('%s', (document) => {
  const text = read(document)

  test('names files and folders that exist', () => {
    const paths = quoted(text)
      .filter((words) => /^(\.?[\w-]+\/)+[\w./<>*-]*$/.test(words) && !words.startsWith('/'))
      .filter((path) => !path.includes('<') || existsSync(join(root, path.split('/<')[0] ?? '')))
      .filter((path) => !path.includes('<'))
    const lost = paths.filter(
      (path) =>
        ![path, `apps/server/src/${path}`, `apps/web/src/${path}`].some((at) =>
          existsSync(join(root, at)),
        ),
    )
    expect(lost).toEqual([])
  })

  test('leaves placeholders only where the folder exists', () => {
    const patterns = quoted(text).filter(
      (words) => /\/.*<\w+>/.test(words) && !words.startsWith('/'),
    )
    const lost = patterns.filter(
      (path) => !existsSync(join(root, path.split(/\/?[^/]*</)[0] ?? '')),
    )
    expect(lost).toEqual([])
  })

  test('links to what is there', () => {
    const targets = [...text.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, target = '']) => target)
    expect(targets.filter((target) => !existsSync(join(root, dirname(document), target)))).toEqual(
      [],
    )
  })

  test('names scripts of package.json', () => {
    const { scripts = {} } = packageOf(root)
    const commands = [...text.matchAll(/\bnpm (?:run )?([a-z][\w:]*)/g)].map(
      ([, name = '']) => name,
    )
    const own = commands.filter((name) => name !== 'ci' && name !== 'run' && name !== 'install')
    expect(own.filter((name) => !(name in scripts) && !['with'].includes(name))).toEqual([])
  })
})

describe('README', () => {
  test('runs what a journey and .ci/run run', () => {
    const shell = blocks(read('README.md'), 'sh').flatMap((block) => block.trim().split('\n'))
    const commands = shell.filter((line) => line.startsWith('npm'))
    expect(new Set(commands)).toEqual(new Set(['npm ci', 'npm start', 'npm test']))
    expect(read('.ci/run')).toMatch(/^npm ci/m)
    expect(read('.ci/run')).toMatch(/^npm test/m)
  })

  test('names settings that exist', () => {
    const known = read('.env.example')
    const names = quoted(read('README.md')).flatMap((words) => words.match(/^[A-Z]+_[A-Z_]+/) ?? [])
    const ofTests = ['TEST_DATABASE_URL']
    expect(names.filter((name) => !known.includes(`#${name}=`) && !ofTests.includes(name))).toEqual(
      [],
    )
  })
})

describe('decisions', () => {
  const records = readdirSync(join(root, 'docs/decisions'))

  test('have a number each, and at most 60 lines', () => {
    const numbers = records.map((name) => name.slice(0, 4))
    expect(new Set(numbers).size).toBe(records.length)
    const long = records.filter((name) => read(`docs/decisions/${name}`).split('\n').length > 61)
    expect(long).toEqual([])
  })

  test('say why of every runtime dependency', () => {
    const said = records.map((name) => read(`docs/decisions/${name}`)).join('\n')
    const needed = folders.flatMap((folder) => {
      const { dependencies = {}, optionalDependencies = {} } = packageOf(join(root, folder))
      return Object.keys({ ...dependencies, ...optionalDependencies })
    })
    const unsaid = needed.filter(
      (name) => !name.startsWith('@pmp/') && !said.includes(`\`${name}\``),
    )
    expect(unsaid).toEqual([])
  })
})

/** What the styles of a folder take from packages: fonts. */
function modulesOfStyles(folder: string): string[] {
  return readdirSync(join(root, folder, 'src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.css'))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
    .flatMap((styles) => [...styles.matchAll(/url\('(@[^']+)'\)/g)].map(([, name = '']) => name))
}

describe('packages', () => {
  const code = readCode()

  test.each(folders)('%s needs each of its runtime dependencies', (folder) => {
    const ofCode = code.filter(({ path }) => path.startsWith(`${folder}/`)).flatMap(modulesOf)
    const used = [...ofCode, ...modulesOfStyles(folder)]
    const { dependencies = {} } = packageOf(join(root, folder))
    const unused = Object.keys(dependencies).filter(
      (name) => !used.some((module) => module === name || module.startsWith(`${name}/`)),
    )
    expect(unused).toEqual([])
  })

  test.each(folders)('%s declares what it imports', (folder) => {
    const product = productOf(code).filter(({ path }) => path.startsWith(`${folder}/src/`))
    const { dependencies = {}, optionalDependencies = {} } = packageOf(join(root, folder))
    const known = Object.keys({ ...dependencies, ...optionalDependencies })
    const foreign = new Set(
      product.flatMap(modulesOf).filter((name) => !/^(\.|node:|virtual:)/.test(name)),
    )
    const unknown = [...foreign].filter(
      (name) => !known.some((own) => name === own || name.startsWith(`${own}/`)),
    )
    expect(unknown).toEqual([])
  })
})
