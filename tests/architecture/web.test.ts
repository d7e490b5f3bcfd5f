import { readFileSync, readdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { isReservedId } from '../../apps/server/src/identity/new-ids.ts'
import texts from '../../apps/web/src/i18n/eng.json' with { type: 'json' }

const web = fileURLToPath(new URL('../../apps/web/src', import.meta.url))
const files = readdirSync(web, { withFileTypes: true, recursive: true })
  .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !/\.test\./.test(entry.name))
  .map((entry) => {
    const path = join(entry.parentPath, entry.name)
    return { name: relative(web, path), source: readFileSync(path, 'utf8') }
  })
const below = (folder: string) => files.filter(({ name }) => name.startsWith(`${folder}/`))
const matches = (source: string, pattern: RegExp) =>
  [...source.matchAll(pattern)].flatMap(([, found]) => (found ? [found] : []))

/** Names the files of a folder in which something was found that does not belong there. */
function wrongIn(folder: string, find: (source: string) => readonly string[]) {
  return below(folder).flatMap(({ name, source }) =>
    find(source).map((found) => `${name}: ${found}`),
  )
}

/** What a folder of the web may import besides itself and npm packages. */
const mayImport = {
  i18n: [],
  api: ['i18n'],
  ui: ['api', 'i18n'],
  domain: ['ui', 'api', 'i18n'],
  shell: ['domain', 'ui', 'api', 'i18n'],
  features: ['shell', 'domain', 'ui', 'api', 'i18n'],
}

/** Of the contract, ui/ knows how endpoints are called and judged, and the views that a list keeps. */
const contractOfUi =
  /^(Endpoint|ListEndpoint|ListQuery|\w+Of|CallFailed|ReplyError|failures|field(Rules|sOfCode)|blankText|usualPlainText|(delete|list|save)(Saved)?Views?)$/

/** Texts that any portal would have. */
const textsOfUi =
  /^((actions|chart|failures|forms|lists|paging|product|states)\.|home\.menu$|fields\.actions$)/

const portalWords =
  /certificate|partner|polic(y|ies)|misp|licen[cs]e|device|approv|oidc|api ?key|audit|outbox|trust/i

describe('the web', () => {
  test('has no page where that of a partner could be', () => {
    const table = files.find(({ name }) => name === 'pages.tsx')?.source ?? ''
    const beside = matches(table, /path: '\/partners\/(\w[\w-]*)'/g)
    const open = beside.filter((word) => !isReservedId(word, { ADMIN_USERNAME: 'registrar' }))
    expect({ open, isSome: beside.length > 0 }).toEqual({ open: [], isSome: true })
  })

  test.each(Object.entries(mayImport))('%s imports what stands below it', (folder, allowed) => {
    const wrong = wrongIn(folder, (source) =>
      matches(
        source,
        /from '(?:\.\.\/)+(i18n|api|ui|domain|shell|features|[a-z]+\.tsx?)\b/g,
      ).filter(
        (name) =>
          name !== folder && !name.includes('.') && !allowed.some((known) => known === name),
      ),
    )
    expect(wrong).toEqual([])
    expect(below(folder).length).toBeGreaterThan(1)
  })

  test('pages are imported by the table of pages alone', () => {
    const importers = files.filter(({ source }) => /import\('\.[^']*features\//.test(source))
    expect(importers.map(({ name }) => name)).toEqual(['pages.tsx'])
  })
})

/** A limit, a required mark, or a table from published codes to fields. */
const ruleOfField = /(maxLength=|^ +required$|withAsterisk|fieldOf:|^ +[A-Z]{3}_[A-Z_]*\d+:)/gm

describe('what the contract knows of a field', () => {
  test.each(['features', 'shell', 'domain'])('is asked of it, not told again in %s', (folder) => {
    // Their forms call nothing of the contract: sign-in is the provider's, a request stays here.
    const own = /(sign-up\/sign-in-page|certificates\/request-form)\.tsx: /
    const wrong = wrongIn(folder, (source) => matches(source, ruleOfField))
    expect(wrong.filter((place) => !own.test(place))).toEqual([])
  })
})

describe('ui/ has no portal words', () => {
  test('in what it takes from packages', () => {
    const wrong = wrongIn('ui', (source) => [
      ...matches(source, /import (?:type )?\{([^}]*)\} from '@pmp\/contract'/g)
        .flatMap((names) => names.split(','))
        .map((name) => name.replace(/\btype\b/, '').trim())
        .filter((name) => name !== '' && !contractOfUi.test(name)),
      ...matches(source, /from '(@pmp\/x509)'/g),
    ])
    expect(wrong).toEqual([])
  })

  test('in the texts it shows', () => {
    const known = Object.keys(texts)
    const wrong = wrongIn('ui', (source) =>
      matches(source, /['"`]([a-z]\w*\.[\w.]*)(?:\$\{|['"`])/gi)
        .filter((start) => known.some((key) => key.startsWith(start)))
        .filter((start) => !textsOfUi.test(start)),
    )
    expect(wrong).toEqual([])
  })

  test('in its code and comments', () => {
    // Icons are named after what they stand for; a media type is no word.
    const files = below('ui').filter(({ name }) => name !== 'ui/icon.tsx')
    expect(files.filter(({ source }) => portalWords.test(source)).map(({ name }) => name)).toEqual(
      [],
    )
  })
})
