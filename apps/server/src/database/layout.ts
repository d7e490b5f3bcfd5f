import catalogue from './catalogue.ts'

/** How releases of upstream are told apart, oldest first: what the layout lacks, the release that is. */
const marks = [
  ['partner_policy.label', '1.1.5'],
  ['oidc_client.id', '1.2.0'],
  ['user_details.id', '1.2.1'],
  ['partner.email_id_hash', '1.2.2'],
] as const

/**
 * What is wrong with an existing schema `pms` for this product, which starts from the layout of 1.3.x.
 * @param columns all of the schema, as `table.column`
 * @returns undefined when nothing is
 */
export function layoutProblem(
  columns: ReadonlySet<string>,
): { problem: string; remedy: string } | undefined {
  const missing = catalogue.filter((column) => !columns.has(column))
  const [first] = missing
  if (first === undefined) return undefined
  const release = marks.find(([column]) => !columns.has(column))?.[1]
  const looks = release === undefined ? 'of no known release' : `of MOSIP PMS ${release}`
  const lacks = `it lacks ${missing.length} columns, ${first} first`
  return {
    problem: `the schema pms looks like one ${looks}: ${lacks}`,
    remedy:
      release === undefined
        ? 'restore what is missing, or name a database without a schema pms; nothing was changed'
        : `bring it from ${release} to 1.3.0 with upstream's upgrade scripts, then start again; nothing was changed`,
  }
}
