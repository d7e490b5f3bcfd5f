import type { Plugin, Rolldown } from 'vite'
import { languages } from '../src/i18n/languages.ts'
import { partOf } from '../src/i18n/part-of.ts'
import { mainModule, readPages, shellModule } from './pages.ts'

type Bundle = Rolldown.OutputBundle

/** What the server knows of the built pages, so that it can name their files in the document. */
interface PageFiles {
  /** Address of the folder of texts. */
  textsAt: string
  languages: Record<string, { tag: string; dir: string }>
  pages: {
    /** As the router writes it, e.g. `/partners/$partnerId`. */
    path: string
    /** Whether the page is for people who are not signed in, too. */
    isOpen: boolean
    /** The file of its texts, in each language's folder. */
    part: string
    scripts: string[]
    styles: string[]
  }[]
}

/** Writes `pages.json`: the scripts and styles of each page besides those of the document. */
export function pageFiles(): Plugin {
  return {
    name: 'page-files',
    apply: 'build',
    enforce: 'post',
    generateBundle(_options, bundle) {
      const ofDocument = chunksFrom(bundle, (chunk) => chunk.moduleIds.includes(mainModule))
      const ofShell = chunksFrom(bundle, (chunk) => chunk.moduleIds.includes(shellModule))
      const pages = readPages().map(({ path, module, isOpen }) => {
        const own = chunksFrom(bundle, (chunk) => chunk.moduleIds.includes(module))
        const needed = (isOpen ? own : own.union(ofShell)).difference(ofDocument)
        return { path, isOpen, part: partOf(path), ...filesOf(bundle, needed) }
      })
      const texts = Object.keys(bundle).find((file) => file.includes('/texts-')) ?? ''
      const found: PageFiles = {
        textsAt: `/${texts.split('/').slice(0, 2).join('/')}`,
        languages: Object.fromEntries(
          Object.entries(languages).map(([code, { tag, dir }]) => [code, { tag, dir }]),
        ),
        pages,
      }
      this.emitFile({ type: 'asset', fileName: 'pages.json', source: JSON.stringify(found) })
    },
  }
}

/** The chunks that come with those that are meant, by their file names. */
function chunksFrom(
  bundle: Bundle,
  isMeant: (chunk: Rolldown.OutputChunk) => boolean,
): Set<string> {
  const reached = new Set<string>()
  const visit = (file: string) => {
    const chunk = bundle[file]
    if (reached.has(file) || chunk?.type !== 'chunk') return
    reached.add(file)
    for (const next of chunk.imports) visit(next)
  }
  for (const chunk of Object.values(bundle)) {
    if (chunk.type === 'chunk' && isMeant(chunk)) visit(chunk.fileName)
  }
  return reached
}

function filesOf(bundle: Bundle, chunks: ReadonlySet<string>) {
  const styles = new Set<string>()
  for (const file of chunks) {
    const chunk = bundle[file]
    const own = chunk?.type === 'chunk' ? chunk.viteMetadata?.importedCss : undefined
    for (const sheet of own ?? []) styles.add(`/${sheet}`)
  }
  return { scripts: [...chunks].map((file) => `/${file}`), styles: [...styles] }
}
