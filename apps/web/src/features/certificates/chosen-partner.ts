import { readPartnerDetails } from '@pmp/contract'
import { useSearch } from '@tanstack/react-router'
import { useRead } from '../../api/query.ts'
import { useMay, useSession } from '../../shell/session.tsx'

export interface ChosenPartner {
  partnerId: string
  partnerType: string
  organizationName: string
}

/**
 * The partner that a page is about: the one in the address, of the reader's own or of an
 * administrator's choice, else the reader's first. No data without waiting or error: there is none.
 */
export function useChosenPartner() {
  const { partners } = useSession()
  const may = useMay()
  const search: Record<string, unknown> = useSearch({ strict: false })
  const asked = asText(search['partnerId'] ?? search['partner'])
  const own = partners.find(({ partnerId }) => partnerId === asked)
  const isForeign = asked !== '' && !own && may('partners.readDetails')
  const details = useRead(readPartnerDetails, { partnerId: asked }, { enabled: isForeign })
  if (isForeign) return { ...details, isOwn: false }
  const data: ChosenPartner | undefined = own ?? partners[0]
  return { data, error: null, isPending: false, refetch: details.refetch, isOwn: true }
}

/** The address may hold anything; digits in it are read as a number. */
function asText(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? `${value}` : ''
}
