import type { ResponseOf, downloadPlatformChain as contract } from '@pmp/contract'
import type { Context } from '../../context.ts'

/** The certificates that MOSIP-signed ones are verified with: signer, then ROOT. */
export async function downloadPlatformChain({
  keys,
}: Context): Promise<ResponseOf<typeof contract>> {
  return { chainPem: `${keys.signer.certificate.pem}\n${keys.root.certificate.pem}\n` }
}
