import {
  CamelCasePlugin,
  PostgresQueryCompiler,
  type IdentifierNode,
  type PluginTransformQueryArgs,
  type PluginTransformResultArgs,
  type QueryResult,
  type RootOperationNode,
  type UnknownRow,
} from 'kysely'

/**
 * The code has names in camelCase, the database in snake_case. Statements get theirs while they are written
 * and rows theirs once for all rows of an answer: what the library has for it copies each statement as
 * a whole, which takes longer than writing it, and looks up the names of each row anew.
 */
class Names extends CamelCasePlugin {
  override transformQuery({ node }: PluginTransformQueryArgs): RootOperationNode {
    return node
  }

  // JSON columns hold what clients sent; their keys are not ours to rename.
  override transformResult({
    result,
  }: PluginTransformResultArgs): Promise<QueryResult<UnknownRow>> {
    const [first = {}] = result.rows
    const names = Object.keys(first).map((name) => [name, this.camelCase(name)] as const)
    const rows = result.rows.map((row) => {
      const renamed: UnknownRow = {}
      for (const [stored, read] of names) renamed[read] = row[stored]
      return renamed
    })
    return Promise.resolve({ ...result, rows })
  }

  stored(name: string): string {
    return this.snakeCase(name)
  }
}

export const names = new Names()

/** Writes statements with the names of the database. */
export class NamingCompiler extends PostgresQueryCompiler {
  protected override visitIdentifier(node: IdentifierNode): void {
    super.visitIdentifier({ ...node, name: names.stored(node.name) })
  }
}
