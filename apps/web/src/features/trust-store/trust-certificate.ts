import type { ResponseOf, readTrustCertificate } from '@pmp/contract'

/** A certificate of the trust store with all that its page shows. */
export type TrustCertificate = ResponseOf<typeof readTrustCertificate>
