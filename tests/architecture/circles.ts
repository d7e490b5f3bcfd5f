import { Visitor, type ESTree } from 'vite'
import { resolveImport, type CodeFile } from './code.ts'

/** Who imports whom: from each name to the names it needs. */
export type Graph = ReadonlyMap<string, ReadonlySet<string>>

/** The modules that a file names: imports, types, re-exports, and what it loads later. */
export function modulesOf(file: CodeFile): string[] {
  const named: string[] = []
  const add = (source: ESTree.Expression | ESTree.StringLiteral | null) => {
    if (source?.type === 'Literal' && typeof source.value === 'string') named.push(source.value)
  }
  new Visitor({
    ImportDeclaration: ({ source }) => add(source),
    ExportNamedDeclaration: ({ source }) => add(source),
    ExportAllDeclaration: ({ source }) => add(source),
    ImportExpression: ({ source }) => add(source),
    TSImportType: ({ source }) => add(source),
  }).visit(file.parsed.program)
  return named
}

/** Which file of the repository imports which. */
export function importsOf(code: readonly CodeFile[], top?: string): Graph {
  return new Map(
    code.map((file) => [
      file.path,
      new Set(modulesOf(file).flatMap((name) => resolveImport(file.path, name, top) ?? [])),
    ]),
  )
}

/** The same between the features of one application. */
export function featuresOf(imports: Graph, application: 'server' | 'web'): Graph {
  const featureOf = (path: string) =>
    new RegExp(`^apps/${application}/src/features/([^/]+)/`).exec(path)?.[1]
  const features = new Map<string, Set<string>>()
  for (const [from, needed] of imports) {
    const own = featureOf(from)
    if (!own) continue
    const others = features.get(own) ?? new Set()
    for (const path of needed) {
      const other = featureOf(path)
      if (other && other !== own) others.add(other)
    }
    features.set(own, others)
  }
  return features
}

/**
 * Groups whose members all reach each other: each is at least one circle. Tarjan's algorithm; the
 * depth is that of the import chain, some dozens.
 */
export function circlesOf(graph: Graph): string[][] {
  const numbers = new Map<string, number>()
  const lowest = new Map<string, number>()
  const open: string[] = []
  const circles: string[][] = []

  function visit(name: string): number {
    const number = numbers.size
    numbers.set(name, number)
    lowest.set(name, number)
    open.push(name)
    for (const next of graph.get(name) ?? []) {
      const reached = numbers.has(next)
        ? open.includes(next)
          ? (numbers.get(next) ?? number)
          : number
        : visit(next)
      lowest.set(name, Math.min(lowest.get(name) ?? number, reached))
    }
    if (lowest.get(name) === number) {
      const group = open.splice(open.indexOf(name))
      if (group.length > 1 || graph.get(name)?.has(name)) circles.push(group.toSorted())
    }
    return lowest.get(name) ?? number
  }

  for (const name of graph.keys()) if (!numbers.has(name)) visit(name)
  return circles.toSorted((left, right) => right.length - left.length)
}
