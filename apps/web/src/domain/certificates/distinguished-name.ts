import { visibleName } from '@pmp/contract'

/** The common name in a distinguished name, or the whole of it when there is none, as it can be seen. */
export function commonNameOf(distinguishedName: string): string {
  const name = /(?:^|[,;]\s*)CN=((?:\\.|[^,;\\])+)/i.exec(distinguishedName)?.[1]?.trim()
  return visibleName(name ?? distinguishedName)
}
