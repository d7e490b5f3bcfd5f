import { readPartnerDetails } from '@pmp/contract'
import { useRead } from '../../api/query.ts'
import { usePartnerId } from '../../shell/acting-for.tsx'
import { useMay, useSession } from '../../shell/session.tsx'

export interface ChosenPartner {
  partnerId: string
  partnerType: string
  organizationName: string
}

/**
 * The partner that a page is about, of the reader's own or of an administrator's choice. No data
 * without waiting or error: there is none.
 */
export function useChosenPartner() {
  const { partners } = useSession()
  const may = useMay()
  const asked = usePartnerId() ?? ''
  const own = partners.find(({ partnerId }) => partnerId === asked)
  const isForeign = asked !== '' && !own && may('partners.readDetails')
  const details = useRead(readPartnerDetails, { partnerId: asked }, { enabled: isForeign })
  if (isForeign) return details
  const data: ChosenPartner | undefined = own ?? partners[0]
  return { data, error: null, isPending: false, refetch: details.refetch }
}
