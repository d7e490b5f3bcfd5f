import { encodePkcs7, type Certificate } from '@pmp/x509'
import type { Context } from '../context.ts'
import { publish, type EventOrigin } from '../outbox/enqueue.ts'
import type { TrustChain } from './chain.ts'
import { trustPlatform } from './trust-platform.ts'

/** A certificate that passed every rule, with what was made of it. */
export interface SignedUpload {
  domain: string
  uploaded: Certificate
  signed: Certificate
  /** How the uploaded certificate hangs below the trust store. */
  trust: TrustChain
}

export type Chain = readonly [leaf: Certificate, ...issuers: Certificate[]]

/**
 * The chain that consumers of events get, leaf first (certificates.md B4 step 16): the uploaded one
 * for FTM unless set otherwise, else the MOSIP-signed one, whose issuers the domain trusts from now
 * on.
 */
export async function chainToReturn(
  context: Context,
  { domain, uploaded, signed, trust }: SignedUpload,
): Promise<Chain> {
  const { config, keys } = context
  if (domain === 'FTM' && config.RETURN_UPLOADED_FTM_CHAIN && trust.path.ok) {
    return [uploaded, ...trust.path.path.slice(1)]
  }
  await trustPlatform(context, domain)
  return [signed, keys.signer.certificate, keys.root.certificate]
}

/**
 * Queues the chain for the modules that verify certificates of a domain (certificates.md A3 step
 * 11). Consumers fetch it from the data share, which is a network call and so not made here: the
 * message waits with the chain itself. Whoever delivers it uploads `certChain`, puts the address
 * into `certChainDatashareUrl` and leaves `certChain` out.
 */
export async function publishChain(
  context: Context,
  origin: EventOrigin,
  { chain, domain }: { chain: Chain; domain: string },
): Promise<void> {
  const certChain = Buffer.from(encodePkcs7(chain)).toString('base64url')
  await publish(context, {
    ...origin,
    topic: 'CA_CERTIFICATE_UPLOADED',
    data: { certChainDatashareUrl: null, certChain, partnerDomain: domain },
  })
}
