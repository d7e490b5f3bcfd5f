import type { ResponseOf, inspectCertificate } from '@pmp/contract'

/** What the server says of a certificate file before it is uploaded. */
export type Inspection = ResponseOf<typeof inspectCertificate>

/** One certificate of the file. */
export type Inspected = Inspection['certificates'][number]

/** Advice does not stand in the way. */
export function isAccepted({ checks }: Inspected): boolean {
  return checks.every(({ passed, failureCode }) => passed || failureCode === null)
}
