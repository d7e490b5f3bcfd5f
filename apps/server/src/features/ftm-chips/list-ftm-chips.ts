import { Failure, type InputOf, type ResponseOf } from '@pmp/contract'
import { readStored } from '@pmp/x509'
import type * as contract from '@pmp/contract'
import type { Context } from '../../context.ts'
import { readSearch } from '../../database/lists/search.ts'
import { mayActForAll } from '../../identity/ownership.ts'
import { chipSearch, findChips, findOwnChips, findSearchedChips } from './chip-lists.ts'

type OwnChip = ResponseOf<typeof contract.listOwnFtmChips>[number]
type Row = Awaited<ReturnType<typeof findOwnChips>>[number]

/**
 * The chips of the caller's FTM providers; who has none gets an empty list (devices.md 7.6).
 * @throws {Failure} partner_id_blank
 */
export async function listOwnFtmChips({ db, actor, config, now }: Context): Promise<OwnChip[]> {
  const rows = await findOwnChips(db, actor.userId)
  if (rows.some(({ partnerId }) => partnerId.trim() === '')) throw new Failure('partner_id_blank')
  return rows.map((row) => ({
    ftmId: row.ftmId,
    partnerId: row.partnerId,
    partnerStatus: providerStatus(row),
    make: row.make,
    model: row.model,
    status: row.status,
    isActive: row.isActive,
    isCertificateAvailable: row.certificateAlias !== null,
    ...certificateDates(row, now, config.ORIGINAL_CERTIFICATES_AVAILABLE),
    createdDateTime: row.createdDateTime,
  }))
}

function providerStatus({ partnerApproval, isPartnerActive }: Row): string {
  return partnerApproval === 'approved' && !isPartnerActive ? 'deactivated' : partnerApproval
}

/**
 * Uploaded when the MOSIP-signed certificate begins, expired when the uploaded one ends; the latter
 * is not told where uploaded certificates cannot be downloaded.
 */
function certificateDates({ signedCertData, uploadedNotAfter }: Row, now: Date, tellsEnd: boolean) {
  const end = tellsEnd ? uploadedNotAfter : null
  return {
    certificateUploadDateTime: readStored(signedCertData)?.notBefore ?? null,
    certificateExpiryDateTime: end,
    isCertificateExpired: end !== null && end < now,
  }
}

/** Every chip, page by page (devices.md 7.9). */
export async function listFtmChips(
  { db }: Context,
  { list, ...filters }: InputOf<typeof contract.listFtmChips>,
): Promise<ResponseOf<typeof contract.listFtmChips>> {
  return findChips(db, filters, list)
}

/**
 * Searches chips, all at once: sort and page are checked and not used (devices.md 7.10). Upstream
 * shows everybody's to everybody; here providers find their own.
 * @throws {Failure} one of `searchFailures`
 */
export async function searchFtmChips(
  { db, actor }: Context,
  request: InputOf<typeof contract.searchFtmChips>,
): Promise<ResponseOf<typeof contract.searchFtmChips>> {
  const owner = mayActForAll(actor) ? undefined : actor.userId
  const data = await findSearchedChips(db, owner, readSearch(chipSearch, request))
  return { fromRecord: 0, toRecord: data.length, totalRecord: data.length, data }
}
