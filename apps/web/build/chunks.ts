import type { Rolldown } from 'vite'
import { readPages, shellModule, mainModule } from './pages.ts'

type Context = Parameters<Exclude<Rolldown.CodeSplittingGroup['name'], string>>[1]

const ours = /\/(packages\/contract\/dist|packages\/x509\/dist|apps\/web\/src)\//
const list = /web\/src\/ui\/contract-list\.tsx$/
/** What as many first pages share comes with one file for all of them. */
const manyPages = 2

/** The pages that people come to from outside or from the menu, those for strangers before all. */
const firstPages = readPages()
  .filter(({ isOpen, isInMenu }) => isOpen || isInMenu)
  .toSorted((left, right) => Number(right.isOpen) - Number(left.isOpen))
  .map(({ module }) => module)

/** What floats above a page, forms and editors: pages that need them load what those need. */
const heavyPackages =
  /from\s*["'](@mantine\/(?:form|dropzone|notifications)|codemirror|@codemirror\/[\w-]+|diff|write-excel-file)["']/
const floating =
  /import\s*\{[^}]*\b(?:Modal|Drawer|Popover|Menu|Select|MultiSelect|TagsInput|Autocomplete|Combobox|Tooltip|HoverCard|ScrollArea|Checkbox|Radio|Switch|Textarea|PasswordInput|FileInput|Accordion|Timeline|Tabs)\b[^}]*\}\s*from\s*["']@mantine\/core["']/
/** What the build itself adds. */
const runtime = /rolldown\/runtime\.js$/
/** Small pieces of the library that most pages draw, and styles of lists, for one file less. */
const drawnEverywhere =
  /@mantine\/core\/esm\/components\/(Anchor|List)\/|component-style\/(Input|InputBase|InlineInput|Pagination|NativeSelect|Combobox)\.css$/
/** Small pieces that many pages draw. */
const pieces = /@mantine\/(core\/esm\/components\/(CopyButton)|hooks\/esm\/use-clipboard)\//

const heavy = new Map<string, boolean>()

/** Whether a module, or what it imports, needs more than every page has. */
function isHeavy(module: string, context: Context): boolean {
  const known = heavy.get(module)
  if (known !== undefined) return known
  // In a circle it is as heavy as the rest.
  heavy.set(module, false)
  const info = context.getModuleInfo(module)
  const code = info?.code ?? ''
  const own =
    heavyPackages.test(code) ||
    floating.test(code) ||
    /\/(whole-schemas\.ts|dist\/([\w-]+-)?failures\.js)$/.test(module)
  const isSo = own || (info?.importedIds ?? []).some((id) => ours.test(id) && isHeavy(id, context))
  heavy.set(module, isSo)
  return isSo
}

const withList = new Map<string, boolean>()

/** Whether a module cannot be without the list. */
function needsList(module: string, context: Context): boolean {
  const known = withList.get(module)
  if (known !== undefined) return known
  withList.set(module, false)
  const imported = context.getModuleInfo(module)?.importedIds ?? []
  const isSo = list.test(module) || imported.some((id) => ours.test(id) && needsList(id, context))
  withList.set(module, isSo)
  return isSo
}

const found = new Map<string, readonly string[]>()

/** The first pages that cannot be shown without a module, in their order. */
function pagesWith(module: string, context: Context): readonly string[] {
  const known = found.get(module)
  if (known) return known
  const above = new Set<string>()
  const visit = (id: string) => {
    if (above.has(id)) return
    above.add(id)
    // The index of a library imports more than anybody uses.
    for (const importer of context.getModuleInfo(id)?.importers ?? []) {
      if (ours.test(importer)) visit(importer)
    }
  }
  visit(module)
  const pages = firstPages.filter((page) => above.has(page))
  found.set(module, pages)
  return pages
}

/**
 * The file of a module that a first page needs: one for what many of them share, else that of the
 * first of them, so that each takes few requests. What a module imports is needed by the same pages
 * and more, so that files never need each other in a circle.
 */
function nameByPages(module: string, context: Context): string | null {
  if (pieces.test(module)) return 'common'
  if (!ours.test(module) || isHeavy(module, context)) return null
  const pages = pagesWith(module, context)
  if (pages.length >= manyPages) return needsList(module, context) ? 'list' : 'common'
  const [first] = pages
  return first === undefined ? null : `of-${first.replace(/^.*\/|\.tsx$/g, '')}`
}

/** One file for what every page has, one for lists, few for what several pages share. */
export const chunkGroups: Rolldown.CodeSplittingGroup[] = [
  {
    name: 'json-schema',
    test: /zod\/v4\/core\/(json-schema-processors|to-json-schema)\.js$/,
    includeDependenciesRecursively: false,
    priority: 5,
  },
  {
    name: 'portal',
    test: (id) =>
      id === mainModule || id === shellModule || drawnEverywhere.test(id) || runtime.test(id),
    priority: 4,
  },
  { name: 'list', test: list, priority: 3 },
  { name: nameByPages, includeDependenciesRecursively: false, priority: 2 },
  { name: 'shared', minShareCount: 2, entriesAware: true, priority: 1 },
]
