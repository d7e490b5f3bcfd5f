import { Failure, roles } from '@pmp/contract'
import type { Actor } from '../../context.ts'
import type { PartnerState } from '../partners/rules.ts'
import { checkMayActFor, isOwner } from '../../identity/ownership.ts'

/** What the rules need to know of a chip. */
export interface ChipState {
  approvalStatus: string
  isActive: boolean
  certificateAlias: string | null
}

type Provider = PartnerState & { partnerTypeCode: string }

/** Without blanks around, and one blank where there were several (devices.md 1.5). */
export function normalized(text: string): string {
  return text.trim().replaceAll(/\s+/g, ' ')
}

/**
 * The provider of a chip: an active FTM provider for which the caller may act.
 * Upstream: any active partner of any type will do, whoever calls (devices.md 1.6).
 * @throws {Failure} ftm_provider_not_usable · caller_not_owner
 */
export function checkProvider<P extends Provider>(actor: Actor, provider: P | undefined): P {
  const usable = checkUsableProvider(provider)
  checkMayActFor(actor, usable)
  return usable
}

/** The same, whoever calls. @throws {Failure} ftm_provider_not_usable */
export function checkUsableProvider<P extends Provider>(provider: P | undefined): P {
  const isFtmProvider = provider?.partnerTypeCode.toLowerCase() === 'ftm_provider'
  if (!provider?.isActive || !isFtmProvider) throw new Failure('ftm_provider_not_usable')
  return provider
}

/**
 * V1: a chip without a provider is nobody's, so only those who act for everybody reach it.
 * @throws {Failure} caller_not_owner
 */
export function checkMayActForChip(actor: Actor, provider: { userId: string } | undefined): void {
  checkMayActFor(actor, provider ?? { userId: '' })
}

/**
 * V2: administrators reach every chip, others those of their own active providers.
 * @throws {Failure} ftm_chip_not_own · partner_not_active
 */
export function checkOwnsChip(
  actor: Actor,
  provider: { userId: string; isActive: boolean } | undefined,
): void {
  if (actor.roles.includes(roles.partnerAdmin)) return
  if (!provider || !isOwner(actor, provider)) throw new Failure('ftm_chip_not_own')
  if (!provider.isActive) throw new Failure('partner_not_active')
}

/** Approved once and switched off since: a terminal state (devices.md 3). */
function isChipDeactivated({ approvalStatus, isActive }: ChipState): boolean {
  return approvalStatus === 'approved' && !isActive
}

/**
 * Make and model may be corrected until somebody has judged them (devices.md 7.2, "Right").
 * @throws {Failure} ftm_chip_status_wrong
 */
export function checkIsUndecided({ approvalStatus }: ChipState): void {
  const undecided = ['pending_cert_upload', 'pending_approval']
  if (!undecided.includes(approvalStatus)) throw new Failure('ftm_chip_status_wrong')
}

/**
 * A chip with its certificate is approved once. It may be refused even before the certificate:
 * upstream's tests do so, and nothing that was refused comes back.
 * @throws {Failure} ftm_chip_without_certificate · ftm_chip_status_wrong
 */
export function checkMayDecide(chip: ChipState, isApproval: boolean): void {
  if (!isApproval) return checkIsUndecided(chip)
  if (!chip.certificateAlias) throw new Failure('ftm_chip_without_certificate')
  if (chip.approvalStatus !== 'pending_approval') throw new Failure('ftm_chip_status_wrong')
}

/**
 * The first certificate, or another one for a chip in use (devices.md 7.4).
 * @throws {Failure} ftm_chip_status_wrong · ftm_chip_deactivated
 */
export function checkTakesCertificate(chip: ChipState): void {
  const takes = ['pending_cert_upload', 'approved']
  if (!takes.includes(chip.approvalStatus)) throw new Failure('ftm_chip_status_wrong')
  if (isChipDeactivated(chip)) throw new Failure('ftm_chip_deactivated')
}

/**
 * @returns the row of the certificate
 * @throws {Failure} ftm_chip_of_certificate_rejected · ftm_certificate_missing ·
 *   ftm_chip_of_certificate_deactivated, in the order of devices.md 7.8
 */
export function downloadableCertificate(chip: ChipState): string {
  if (chip.approvalStatus === 'rejected') throw new Failure('ftm_chip_of_certificate_rejected')
  if (chip.approvalStatus === 'pending_cert_upload' || !chip.certificateAlias) {
    throw new Failure('ftm_certificate_missing')
  }
  if (isChipDeactivated(chip)) throw new Failure('ftm_chip_of_certificate_deactivated')
  return chip.certificateAlias
}

/** @throws {Failure} ftm_chip_not_approved · ftm_chip_already_deactivated */
export function checkMayDeactivate(chip: ChipState): void {
  if (chip.approvalStatus !== 'approved') throw new Failure('ftm_chip_not_approved')
  if (!chip.isActive) throw new Failure('ftm_chip_already_deactivated')
}

/** @throws {Failure} path_id_malformed */
export function checkFtmId(ftmId: string): void {
  if (!/^[0-9]{1,36}$/.test(ftmId)) throw new Failure('path_id_malformed', { field: 'ftmId' })
}
