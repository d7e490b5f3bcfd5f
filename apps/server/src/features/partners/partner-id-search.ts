import { Failure } from '@pmp/contract'
import { sql, type RawBuilder, type SqlBool } from 'kysely'
import { contains } from '../../database/lists/text-filters.ts'

interface PartnerIdSearch {
  partnerId?: string | undefined
  partnerIdSearchType?: string | undefined
}

/**
 * What a list of a partner's things is narrowed to by a partner id: a part of it in any letter case,
 * or the whole of it, to the letter (additions-1.3.0.md 4.7).
 * @throws {Failure} partner_id_search_unknown · searched_partner_id_missing
 */
export function searchedPartnerId({
  partnerId = '',
  partnerIdSearchType = 'contains',
}: PartnerIdSearch): RawBuilder<SqlBool>[] {
  const word = partnerIdSearchType.toLowerCase()
  if (word !== 'contains' && word !== 'equals') throw new Failure('partner_id_search_unknown')
  const isWhole = word === 'equals'
  if (isWhole && partnerId.trim() === '') throw new Failure('searched_partner_id_missing')
  if (isWhole) return [sql`row.part_id = ${partnerId}`]
  return partnerId === '' ? [] : [contains(sql.ref('row.partId'), partnerId)]
}
