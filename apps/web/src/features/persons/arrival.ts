import type { listArrivals, RowOf } from '@pmp/contract'

/** Somebody whose user name is not theirs. */
export type Arrival = RowOf<typeof listArrivals>
