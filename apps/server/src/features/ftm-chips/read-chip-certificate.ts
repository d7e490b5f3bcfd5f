import { Failure, type InputOf, type ResponseOf } from '@pmp/contract'
import type * as contract from '@pmp/contract'
import { readStored, type Certificate } from '@pmp/x509'
import { requireStoredTexts } from '../../certificate-engine/stored-certificate.ts'
import type { Context } from '../../context.ts'
import { ownPartnersOf } from '../partners/list-own-partners.ts'
import { findPartner } from '../partners/queries.ts'
import { findChip } from './queries.ts'
import { checkFtmId, checkMayActForChip, checkOwnsChip, downloadableCertificate } from './rules.ts'

/**
 * The MOSIP-signed certificate of a chip (devices.md 7.5).
 * @throws {Failure} ftm_chip_not_found · caller_not_owner · ftm_chip_without_certificate ·
 *   certificate_not_found
 */
export async function readFtmChipCertificate(
  { db, actor, now }: Context,
  { ftpChipDetailId }: InputOf<typeof contract.readFtmChipCertificate>,
): Promise<ResponseOf<typeof contract.readFtmChipCertificate>> {
  const chip = await findChip(db, ftpChipDetailId)
  if (!chip) throw new Failure('ftm_chip_not_found')
  checkMayActForChip(actor, await findPartner(db, chip.providerId))
  if (!chip.certificateAlias) throw new Failure('ftm_chip_without_certificate')
  const { signed } = await requireStoredTexts(db, chip.certificateAlias)
  return { certificateData: signed, timestamp: now }
}

/**
 * The uploaded and the MOSIP-signed certificate of a chip with their periods; an expired one is
 * not handed out (devices.md 7.8).
 * @throws {Failure} each failure that the contract lists
 */
export async function readFtmChipCertificateData(
  { db, actor, now }: Context,
  { ftmId }: InputOf<typeof contract.readFtmChipCertificateData>,
): Promise<ResponseOf<typeof contract.readFtmChipCertificateData>> {
  checkFtmId(ftmId)
  await ownPartnersOf(db, actor)
  const chip = await findChip(db, ftmId)
  if (!chip) throw new Failure('ftm_id_unknown')
  checkOwnsChip(actor, await findPartner(db, chip.providerId))
  const texts = await requireStoredTexts(db, downloadableCertificate(chip))
  const [caSigned, mosipSigned] = [readOrRefuse(texts.uploaded), readOrRefuse(texts.signed)]
  return {
    caSignedCertificateData: caSigned.notAfter < now ? '' : texts.uploaded,
    caSignedCertUploadDateTime: caSigned.notBefore,
    caSignedCertExpiryDateTime: caSigned.notAfter,
    isCaSignedCertificateExpired: caSigned.notAfter < now,
    mosipSignedCertificateData: mosipSigned.notAfter < now ? '' : texts.signed,
    mosipSignedCertUploadDateTime: mosipSigned.notBefore,
    mosipSignedCertExpiryDateTime: mosipSigned.notAfter,
    isMosipSignedCertificateExpired: mosipSigned.notAfter < now,
  }
}

/** @throws {Failure} ftm_certificate_read_failed */
function readOrRefuse(pem: string): Certificate {
  const certificate = readStored(pem)
  if (!certificate) throw new Failure('ftm_certificate_read_failed')
  return certificate
}
