import { randomUUID } from 'node:crypto'
import { Failure } from '@pmp/contract'
import { encodePkcs7, type Certificate } from '@pmp/x509'
import type { Context } from '../context.ts'
import { publish, type EventOrigin } from '../outbox/enqueue.ts'
import type { Accepted } from './accept-certificate.ts'
import { ownListUrlIfNamed } from './own-signers.ts'
import { insertCertificate } from './queries.ts'
import { signCertificate } from './sign-certificate.ts'
import { trustPlatform } from './trust-platform.ts'

/** Who gets a MOSIP-signed certificate. */
interface Owner {
  /** The organisation that answers for it. */
  organizationName: string
  /** Whether it may sign keys below its own. */
  mayIssue: boolean
}

type Chain = readonly [leaf: Certificate, ...issuers: Certificate[]]

/** An accepted certificate with what was made of it. */
export interface Issued {
  /** The row that keeps both certificates. */
  certificateId: string
  domain: string
  uploaded: Certificate
  signed: Certificate
  /** What consumers get, leaf first. */
  chain: Chain
}

/**
 * Signs an accepted certificate for its owner and stores both. Whoever calls notes whose it is and
 * tells who must know, in the same transaction.
 * @throws {Failure} issuer_not_trusted
 */
export async function issueCertificateFor(
  context: Context,
  { organizationName, mayIssue }: Owner,
  accepted: Accepted,
): Promise<Issued> {
  const { db, config, keys, now } = context
  const { certificate: uploaded, domain, trust } = accepted
  // An accepted certificate has a path, and the second of a path is a row of the store.
  if (trust.issuerId === undefined) throw new Failure('issuer_not_trusted')
  const signed = await signCertificate({
    uploaded,
    domain,
    signer: keys.signer,
    years: config.PARTNER_CERTIFICATE_YEARS,
    mayIssue,
    now,
    listUrl: ownListUrlIfNamed(config, keys.signer.id),
  })
  const certificateId = randomUUID()
  const { issuerId } = trust
  const pair = { uploaded, signed }
  await insertCertificate(db, {
    id: certificateId,
    organizationName,
    domain,
    issuerId,
    now,
    ...pair,
  })
  const chain = await chainToReturn(context, accepted, signed)
  return { certificateId, domain, ...pair, chain }
}

/**
 * The chain that consumers of events get, leaf first (certificates.md B4 step 16): the uploaded one
 * for FTM unless set otherwise, else the MOSIP-signed one, whose issuers the domain trusts from now
 * on.
 */
async function chainToReturn(
  context: Context,
  { certificate, domain, trust }: Accepted,
  signed: Certificate,
): Promise<Chain> {
  const { config, keys } = context
  if (domain === 'FTM' && config.RETURN_UPLOADED_FTM_CHAIN && trust.path.ok) {
    return [certificate, ...trust.path.path.slice(1)]
  }
  await trustPlatform(context, domain)
  return [signed, keys.signer.certificate, keys.root.certificate]
}

/** A chain as consumers read it: base64url of a PKCS#7 bundle, leaf first. */
export function chainText(chain: Chain): string {
  return Buffer.from(encodePkcs7(chain)).toString('base64url')
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
  { chain, domain }: Pick<Issued, 'chain' | 'domain'>,
): Promise<void> {
  const certChain = chainText(chain)
  await publish(context, {
    ...origin,
    topic: 'CA_CERTIFICATE_UPLOADED',
    data: { certChainDatashareUrl: null, certChain, partnerDomain: domain },
  })
}
