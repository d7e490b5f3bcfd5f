import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { encode } from './compression.ts'

/** What the build of the web UI tells of its pages (`apps/web/build/page-files.ts`). */
const PageFiles = z.object({
  textsAt: z.string(),
  languages: z.record(z.string(), z.object({ tag: z.string(), dir: z.string() })),
  pages: z.array(
    z.object({
      path: z.string(),
      isOpen: z.boolean(),
      part: z.string(),
      scripts: z.array(z.string()),
      styles: z.array(z.string()),
    }),
  ),
})

type Page = z.output<typeof PageFiles>['pages'][number]

/** A document as it is sent, in each encoding. */
export interface Document {
  tag: string
  plain: Buffer
  br: Buffer
  gzip: Buffer
}

interface Reader {
  /** The code of a language of the UI. */
  language: string
  isSignedIn: boolean
}

/** The session is asked for while the scripts are on their way. */
const sessionAddress = '/v1/portal/session'

/** The built web UI in a folder; nothing where it is not built. */
export function readBuiltPages(folder: string) {
  const file = join(folder, 'index.html')
  if (!existsSync(file)) return undefined
  const html = readFileSync(file, 'utf8')
  const told: unknown = JSON.parse(readFileSync(join(folder, 'pages.json'), 'utf8'))
  const { pages, languages, textsAt } = PageFiles.parse(told)
  const made = new Map<string, Promise<Document>>()

  return {
    /** The languages of the UI: code → BCP 47 tag. */
    tags: Object.entries(languages).map(([code, { tag }]) => ({ code, tag })),
    /** The page that the router shows at a path. */
    pageAt: (path: string): Page | undefined => pages.find((page) => isAt(page.path, path)),
    /** The document that starts a page; it names what the page needs, so that nothing waits. */
    documentFor(page: Page | undefined, { language, isSignedIn }: Reader): Promise<Document> {
      const name = `${page?.path} ${language} ${isSignedIn}`
      const known = made.get(name)
      if (known) return known
      const { tag = 'en', dir = 'ltr' } = languages[language] ?? {}
      const texts = ['portal', ...(page ? [page.part] : [])]
      const links = [
        ...(page?.scripts ?? []).map((href) => `<link rel="modulepreload" href="${href}">`),
        ...(page?.styles ?? []).map((href) => `<link rel="stylesheet" href="${href}">`),
        ...texts.map((part) => asFetched(`${textsAt}/${language}/${part}.json`)),
        ...(isSignedIn && !page?.isOpen ? [asFetched(sessionAddress)] : []),
      ]
      const named = html
        .replace('<html lang="en">', `<html lang="${tag}" dir="${dir}">`)
        .replace('</head>', `${links.join('\n')}\n</head>`)
      const document = inEachEncoding(named)
      made.set(name, document)
      return document
    },
  }
}

export type BuiltPages = NonNullable<ReturnType<typeof readBuiltPages>>

/** Matches what `fetch` asks for by itself: with cookies for our own origin. */
const asFetched = (href: string) =>
  `<link rel="preload" as="fetch" crossorigin="anonymous" href="${href}">`

function isAt(pattern: string, path: string): boolean {
  const wanted = pattern.split('/')
  const given = path.replace(/(.)\/$/, '$1').split('/')
  return (
    wanted.length === given.length &&
    wanted.every((part, index) =>
      part.startsWith('$') ? given[index] !== '' : part === given[index],
    )
  )
}

async function inEachEncoding(html: string): Promise<Document> {
  const tag = `W/"${createHash('sha256').update(html).digest('base64url').slice(0, 22)}"`
  const [br, gzip] = await Promise.all([encode.br(html), encode.gzip(html)])
  return { tag, plain: Buffer.from(html), br, gzip }
}
