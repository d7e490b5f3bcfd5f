/** The common name in a distinguished name, or the whole of it when there is none. */
export function commonNameOf(distinguishedName: string): string {
  return (
    /(?:^|[,;]\s*)CN=((?:\\.|[^,;\\])+)/i.exec(distinguishedName)?.[1]?.trim() ?? distinguishedName
  )
}
