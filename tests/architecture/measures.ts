import { Visitor, type ESTree } from 'vite'
import type { CodeFile } from './code.ts'

/** A function that has a body of statements: `at` is where to look. */
export interface FunctionSize {
  at: string
  name: string
  lines: number
  parameters: number
  nesting: number
  isComponent: boolean
}

interface Place {
  at: string
  text: string
}

type FunctionNode = ESTree.Function | ESTree.ArrowFunctionExpression

const at = (file: CodeFile, offset: number) => `${file.path}:${file.lineAt(offset)}`

/** All functions with a block body, those in other functions too. */
export function functionsOf(file: CodeFile): FunctionSize[] {
  const found: FunctionSize[] = []
  const open: { name: string; nesting: number; deepest: number }[] = []
  /** Names that the place of a function gives it: variables, properties, methods. */
  const names = new Map<object, string>()

  const enter = (node: FunctionNode) => {
    const own = node.type === 'ArrowFunctionExpression' ? undefined : node.id?.name
    open.push({ name: own ?? names.get(node) ?? '', nesting: 0, deepest: 0 })
  }
  const leave = (node: FunctionNode) => {
    const { name = '', deepest = 0 } = open.pop() ?? {}
    if (node.body?.type !== 'BlockStatement') return
    found.push({
      at: at(file, node.start),
      name,
      lines: file.lineAt(node.end) - file.lineAt(node.start) + 1,
      parameters: node.params.length,
      nesting: deepest,
      isComponent: file.path.endsWith('.tsx') && /^[A-Z]/.test(name),
    })
  }
  const deeper = () => {
    const current = open.at(-1)
    if (current) current.deepest = Math.max(current.deepest, (current.nesting += 1))
  }
  const shallower = () => {
    const current = open.at(-1)
    if (current) current.nesting -= 1
  }
  /** `else if` continues a list of cases; it is not one level more. */
  const chained = new Set<object>()

  new Visitor({
    VariableDeclarator: ({ id, init }) => {
      if (init && id.type === 'Identifier') names.set(init, id.name)
    },
    Property: ({ key, value }) => {
      if (key.type === 'Identifier') names.set(value, key.name)
    },
    MethodDefinition: ({ key, value }) => {
      if (key.type === 'Identifier') names.set(value, key.name)
    },
    FunctionDeclaration: enter,
    'FunctionDeclaration:exit': leave,
    FunctionExpression: enter,
    'FunctionExpression:exit': leave,
    ArrowFunctionExpression: enter,
    'ArrowFunctionExpression:exit': leave,
    IfStatement: (node) => {
      if (node.alternate?.type === 'IfStatement') chained.add(node.alternate)
      if (!chained.has(node)) deeper()
    },
    'IfStatement:exit': (node) => {
      if (!chained.has(node)) shallower()
    },
    ForStatement: deeper,
    'ForStatement:exit': shallower,
    ForInStatement: deeper,
    'ForInStatement:exit': shallower,
    ForOfStatement: deeper,
    'ForOfStatement:exit': shallower,
    WhileStatement: deeper,
    'WhileStatement:exit': shallower,
    DoWhileStatement: deeper,
    'DoWhileStatement:exit': shallower,
    SwitchStatement: deeper,
    'SwitchStatement:exit': shallower,
    TryStatement: deeper,
    'TryStatement:exit': shallower,
  }).visit(file.parsed.program)
  return found
}

/**
 * Where the compiler is overruled: `x as T`, `<T>x`, `x!` and `$castTo`, not `as const`; and where what
 * is `any` becomes a type in silence, which is what `JSON.parse` and `.json()` give unless they are
 * taken as `unknown` or by a schema. The reason is a comment that ends in the three lines above it or
 * begins in its own line.
 */
export function castsOf(file: CodeFile): (Place & { hasReason: boolean })[] {
  const found: (Place & { hasReason: boolean })[] = []
  const add = (node: ESTree.Node) =>
    found.push({
      at: at(file, node.start),
      text: file.text.slice(node.start, node.end),
      hasReason: isExplained(file, file.lineAt(node.start), file.lineAt(node.end)),
    })
  new Visitor({
    TSAsExpression: (node) => {
      const type = node.typeAnnotation
      const isConst =
        type.type === 'TSTypeReference' &&
        type.typeName.type === 'Identifier' &&
        type.typeName.name === 'const'
      if (!isConst) add(node)
    },
    TSTypeAssertion: add,
    TSNonNullExpression: add,
    CallExpression: (node) => {
      if (calledMember(node) === '$castTo') add(node)
    },
  }).visit(file.parsed.program)
  for (const node of silentCastsOf(file)) add(node)
  return found
}

/** The name of the method that a call calls. */
const calledMember = ({ callee }: ESTree.CallExpression): string | undefined =>
  callee.type === 'MemberExpression' && callee.property.type === 'Identifier'
    ? callee.property.name
    : undefined

const isUnknown = (annotation: ESTree.TSTypeAnnotation | null | undefined): boolean =>
  annotation?.typeAnnotation.type === 'TSUnknownKeyword'

/** Calls that give `any`, besides those whose value is taken as `unknown` or by a schema. */
function silentCastsOf(file: CodeFile): ESTree.CallExpression[] {
  const given: ESTree.CallExpression[] = []
  const tamed = new Set<ESTree.Node>()
  const unknowns = new Set<string>()
  const tame = (value: ESTree.Node | null) => value && tamed.add(madeBy(value))
  const functions: boolean[] = []
  const enter = (node: FunctionNode) => {
    functions.push(isUnknown(node.returnType))
    if (node.type === 'ArrowFunctionExpression' && node.expression && isUnknown(node.returnType))
      tame(node.body)
  }
  const leave = () => functions.pop()
  new Visitor({
    FunctionDeclaration: enter,
    'FunctionDeclaration:exit': leave,
    FunctionExpression: enter,
    'FunctionExpression:exit': leave,
    ArrowFunctionExpression: enter,
    'ArrowFunctionExpression:exit': leave,
    ReturnStatement: ({ argument }) => {
      if (functions.at(-1)) tame(argument)
    },
    VariableDeclarator: ({ id, init }) => {
      if (id.type !== 'Identifier' || !isUnknown(id.typeAnnotation)) return
      unknowns.add(id.name)
      tame(init)
    },
    AssignmentExpression: ({ left, right }) => {
      if (left.type === 'Identifier' && unknowns.has(left.name)) tame(right)
    },
    CallExpression: (node) => {
      const name = calledMember(node)
      const isJson =
        node.callee.type === 'MemberExpression' && nameOf(node.callee.object) === 'JSON'
      if (name === 'json' || (name === 'parse' && isJson)) given.push(node)
      const isSchema = (name === 'parse' && !isJson) || name === 'safeParse'
      if (isSchema || nameOf(node.callee) === 'String') node.arguments.forEach(tame)
    },
  }).visit(file.parsed.program)
  return given.filter((node) => !tamed.has(node))
}

const nameOf = (node: ESTree.Node): string | undefined =>
  node.type === 'Identifier' ? node.name : undefined

/** The call that a value comes from: awaited, or with something in its place when it fails. */
function madeBy(node: ESTree.Node): ESTree.Node {
  if (node.type === 'AwaitExpression') return madeBy(node.argument)
  if (node.type !== 'CallExpression' || calledMember(node) !== 'catch') return node
  return node.callee.type === 'MemberExpression' ? madeBy(node.callee.object) : node
}

function isExplained(file: CodeFile, first: number, last: number): boolean {
  return file.parsed.comments.some(({ start, end }) => {
    const ends = file.lineAt(end)
    return (ends >= first - 3 && ends < first) || (file.lineAt(start) >= first && ends <= last)
  })
}

/** Comments that silence the linter or the compiler, and whether they say why: `-- reason`. */
export function suppressionsOf(file: CodeFile): (Place & { hasReason: boolean })[] {
  return file.parsed.comments
    .filter(({ value }) =>
      /^[\s*]*(?:(?:ox|es)lint-disable|@ts-(?:ignore|expect-error|nocheck)|v8 ignore)/.test(value),
    )
    .map((comment) => ({
      at: at(file, comment.start),
      text: comment.value.trim(),
      hasReason: / -- \S+/.test(comment.value),
    }))
}

/** What is there per thousand lines of these files. */
export const perThousandLines = (count: number, code: readonly CodeFile[]): number =>
  (1000 * count) / code.reduce((sum, { lines }) => sum + lines, 0)
