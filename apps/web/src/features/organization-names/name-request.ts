import type { RowOf, listNameRequests } from '@pmp/contract'

/** A request for another organisation name, as the list has it. */
export type NameRequest = RowOf<typeof listNameRequests>
