import type { listCertificateGenerations, ResponseOf } from '@pmp/contract'
import type { MessageId } from '../../i18n/language.tsx'
import { useText } from '../../i18n/text.tsx'

export type Generations = ResponseOf<typeof listCertificateGenerations>
export type Generation = Generations['data'][number]

const reasons: Record<string, MessageId> = {
  withdrawn: 'renewals.reason.withdrawn',
  replaced: 'renewals.reason.replaced',
  partner_deactivated: 'renewals.reason.deactivated',
  organization_renamed: 'renewals.reason.renamed',
}

/** Why a certificate never came into use, in the reader's words. */
export function useEndReason() {
  const { t, tMaybe } = useText()
  return ({ endReason }: Generation): string | null => {
    if (endReason === null) return null
    const known = reasons[endReason]
    return known ? t(known) : (tMaybe(`failures.${endReason}`) ?? endReason)
  }
}
