/** The name of the file with the texts of a page: `/partners/$partnerId` → `partners.partnerId`. */
export function partOf(path: string): string {
  return path === '/' ? 'home' : path.slice(1).replaceAll('$', '').replaceAll('/', '.')
}
