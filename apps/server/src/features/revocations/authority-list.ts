import {
  Failure,
  type InputOf,
  type ResponseOf,
  type changeRevocationListUrl as urlContract,
  type forgetRevocationList as forgetContract,
  type uploadRevocationList as uploadContract,
} from '@pmp/contract'
import { readCrl, textOfBytes, X509Error, type Certificate, type Crl } from '@pmp/x509'
import { record } from '../../audit/record.ts'
import { refusePrivateKey } from '../../certificate-engine/read-upload.ts'
import { authorityKeyOf } from '../../certificate-engine/revocation.ts'
import { requireTrustCertificate } from '../../certificate-engine/trust-certificate.ts'
import type { Context } from '../../context.ts'
import { checkMayFetch } from './allowed-address.ts'
import { deleteList, lockList, saveList, saveListUrl } from './queries.ts'
import { checkIsNotOlder, checkList } from './rules.ts'

/**
 * Stores the list of a certificate authority, for all certificates of its name and key.
 * @throws {Failure} path_id_malformed · trust_certificate_not_found · crl_unreadable ·
 *   private_key_inside · crl_not_current · crl_not_accepted · crl_older
 */
export async function uploadRevocationList(
  context: Context,
  { certificateId, crlData }: InputOf<typeof uploadContract>,
): Promise<ResponseOf<typeof uploadContract>> {
  refusePrivateKey(crlData)
  const { certificate } = await requireTrustCertificate(context, certificateId)
  return storeList(context, certificate, readList(crlData))
}

/**
 * Stores a list when it counts and is not older than the one that is there.
 * @throws {Failure} crl_not_current · crl_not_accepted · crl_older
 */
export async function storeList(context: Context, authority: Certificate, read: Crl) {
  const { db, actor, now } = context
  const { der, crlNumber, thisUpdate, nextUpdate, revoked } = checkList(read, authority, now)
  const authorityKey = authorityKeyOf(authority)
  const before = await lockList(db, { authorityKey, certificate: authority.pem })
  checkIsNotOlder(read, before)
  const facts = {
    crlNumber: crlNumber?.toString() ?? null,
    thisUpdate,
    nextUpdate,
    revokedCount: revoked.size,
  }
  const isSame = before?.thisUpdate?.getTime() === thisUpdate.getTime()
  // What is fetched every hour is the same list for days.
  if (isSame && before?.crlNumber === facts.crlNumber) return facts
  await saveList(db, authorityKey, { ...facts, der, storedBy: actor.userName, storedAt: now })
  await record(context, 'revocationList.stored', {
    subjectType: 'certificateAuthority',
    subjectId: authorityKey,
    before: { crlNumber: before?.crlNumber ?? null, thisUpdate: before?.thisUpdate ?? null },
    after: facts,
    details: { authority: authority.subject.formatted },
  })
  return facts
}

/** @throws {Failure} crl_unreadable */
export function readList(data: string | Uint8Array): Crl {
  try {
    if (typeof data !== 'string' || data.includes('-----BEGIN ')) return readCrl(data)
    const bytes = Buffer.from(data, 'base64')
    const text = textOfBytes(bytes)
    return readCrl(text.includes('-----BEGIN ') ? text : bytes)
  } catch (error) {
    if (error instanceof X509Error) throw new Failure('crl_unreadable')
    throw error
  }
}

/**
 * Sets where the list of a certificate authority is fetched from; the next run of the job fetches it.
 * @throws {Failure} path_id_malformed · trust_certificate_not_found · crl_url_not_allowed
 */
export async function changeRevocationListUrl(
  context: Context,
  { certificateId, url }: InputOf<typeof urlContract>,
): Promise<ResponseOf<typeof urlContract>> {
  const { db, config, now } = context
  const { certificate } = await requireTrustCertificate(context, certificateId)
  const address = url.trim()
  checkMayFetch(address, config.CRL_FETCH_HOSTS)
  const authorityKey = authorityKeyOf(certificate)
  const before = await lockList(db, { authorityKey, certificate: certificate.pem })
  await saveListUrl(db, authorityKey, address)
  await record(context, 'revocationList.addressChanged', {
    subjectType: 'trustCertificate',
    subjectId: certificateId,
    before: { url: before?.url ?? null },
    after: { url: address },
  })
  return { certificateId, timestamp: now }
}

/**
 * Forgets the list of a certificate authority and its address, e.g. when it no longer publishes one:
 * a list that has ended lets nothing pass.
 * @throws {Failure} path_id_malformed · trust_certificate_not_found
 */
export async function forgetRevocationList(
  context: Context,
  { certificateId }: InputOf<typeof forgetContract>,
): Promise<ResponseOf<typeof forgetContract>> {
  const { db, now } = context
  const { certificate } = await requireTrustCertificate(context, certificateId)
  const isForgotten = await deleteList(db, authorityKeyOf(certificate))
  await record(context, 'revocationList.forgotten', {
    subjectType: 'trustCertificate',
    subjectId: certificateId,
    after: { isForgotten },
  })
  return { certificateId, timestamp: now }
}
