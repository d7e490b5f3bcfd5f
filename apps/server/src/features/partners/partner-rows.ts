import type { RowList } from '../../database/lists/row-list.ts'

/** What the list of administrators and the searches of V1 are read from. */
export const partnerRows = {
  rows: 'pmp.partnerRow',
  counts: 'pmp.partnerCount',
  tallies: 'pmp.partnerTally',
  key: 'id',
  kinds: ['partnerType', 'approvalStatus', 'isActive', 'hasCertificate'],
} as const satisfies RowList
