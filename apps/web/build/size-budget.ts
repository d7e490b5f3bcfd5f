import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

const kilobyte = 1000

/**
 * What scripts and styles of a first page may take, compressed, in kB. Whoever needs more looks first
 * whether it can come later (`lazy`); what is saved is taken off here.
 */
const budgets: Readonly<Record<string, number>> = { '/': 178, '/welcome': 161, '/partners': 174 }

const Pages = z.object({
  pages: z.array(
    z.object({ path: z.string(), scripts: z.array(z.string()), styles: z.array(z.string()) }),
  ),
})

/**
 * Looks at the built and compressed pages.
 * @param folder where they are
 * @throws {Error} when one has become too heavy
 */
export function checkSizes(folder: string): void {
  const html = readFileSync(join(folder, 'index.html'), 'utf8')
  const ofDocument = [...html.matchAll(/(?:src|href)="(\/[^"]+\.(?:js|css))"/g)]
  const { pages } = Pages.parse(JSON.parse(readFileSync(join(folder, 'pages.json'), 'utf8')))
  for (const { path, scripts, styles } of pages) {
    const files = new Set([...ofDocument.map(([, file = '']) => file), ...scripts, ...styles])
    const size = [...files].reduce((sum, file) => sum + sizeOf(join(folder, file)), 0) / kilobyte
    const most = budgets[path] ?? Infinity
    if (size > most) throw new Error(`${path} takes ${size.toFixed(0)} kB; ${most} are allowed`)
  }
}

function sizeOf(file: string): number {
  const packed = statSync(`${file}.br`, { throwIfNoEntry: false })
  return (packed ?? statSync(file)).size
}
