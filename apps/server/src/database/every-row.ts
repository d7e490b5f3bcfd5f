/** Rows that one query of an answer without pages reads at most. */
const pageSize = 1000

/**
 * All rows of an answer that upstream gives without pages. Each query stays small, so that other
 * requests come in between, and no row is left out silently.
 * @param read the rows whose id comes after the given one, by id
 */
export async function everyRow<Row extends { id: string }>(
  read: (after: string, limit: number) => Promise<Row[]>,
  limit = pageSize,
): Promise<Row[]> {
  const rows: Row[] = []
  for (;;) {
    const page = await read(rows.at(-1)?.id ?? '', limit)
    rows.push(...page)
    if (page.length < limit) return rows
  }
}
