import { revocationReasons } from '@pmp/contract'
import type { MessageId } from '../../i18n/language.tsx'

export type RevocationReason = (typeof revocationReasons)[number]

/** Reasons in words (RFC 5280 §5.3.1). */
export const reasonTexts = {
  keyCompromise: 'revocation.reason.keyCompromise',
  cACompromise: 'revocation.reason.cACompromise',
  affiliationChanged: 'revocation.reason.affiliationChanged',
  superseded: 'revocation.reason.superseded',
  cessationOfOperation: 'revocation.reason.cessationOfOperation',
  privilegeWithdrawn: 'revocation.reason.privilegeWithdrawn',
  unspecified: 'revocation.reason.unspecified',
  certificateHold: 'revocation.reason.certificateHold',
} as const satisfies Record<RevocationReason, MessageId>

/** A reason that the server names. */
export function reasonTextOf(reason: string): MessageId {
  const known = revocationReasons.find((one) => one === reason)
  return reasonTexts[known ?? 'unspecified']
}
