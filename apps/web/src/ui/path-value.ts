import { useParams } from '@tanstack/react-router'

/** A variable of the page's path; the routes come from one table, so their types are not known. */
export function usePathValue(name: string): string {
  const values: Record<string, string | undefined> = useParams({ strict: false })
  return values[name] ?? ''
}
