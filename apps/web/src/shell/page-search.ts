/** The search of a link to a page. */
export function pageSearch(search: Record<string, string | number | undefined>): never {
  // The routes come from one table, so the router's types do not know the search of a page.
  return search as never
}
