import type { ResponseOf, listNameRequests } from '@pmp/contract'

/** A request for another organisation name, as the list has it. */
export type NameRequest = ResponseOf<typeof listNameRequests>['data'][number]
