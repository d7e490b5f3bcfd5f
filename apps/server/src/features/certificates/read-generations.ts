import {
  Failure,
  type InputOf,
  type ResponseOf,
  type listCertificateGenerations as listContract,
  type readCertificateGeneration as oneContract,
} from '@pmp/contract'
import { readStored, type Certificate } from '@pmp/x509'
import { earlierEnd } from '../../certificate-engine/stored-certificate.ts'
import type { Context } from '../../context.ts'
import { checkKnownTo } from '../../identity/ownership.ts'
import { findPartner, type Partner } from '../partners/queries.ts'
import { isDeactivated } from '../partners/rules.ts'
import {
  findGeneration,
  findGenerations,
  findScheduledGeneration,
  type StoredGeneration,
} from './generations.ts'
import { generationState } from './rules.ts'

type Page = ResponseOf<typeof listContract>
type Generation = Page['data'][number]

/**
 * Every certificate of a partner, for its owner and for administrators.
 * @throws {Failure} partner_not_found
 */
export async function listCertificateGenerations(
  context: Context,
  { partnerId, list }: InputOf<typeof listContract>,
): Promise<Page> {
  const { db, now } = context
  const partner = checkKnownTo(context.actor, await findPartner(db, partnerId))
  const page = await findGenerations(db, partnerId, list)
  const { certificateAlias } = partner
  const current = certificateAlias ? await findGeneration(db, partnerId, certificateAlias) : null
  const renewal = await findScheduledGeneration(db, partnerId)
  return {
    ...page,
    data: page.data.map((stored) => describe(stored, partner, now)),
    partner: {
      partnerId,
      partnerType: partner.partnerTypeCode,
      organizationName: partner.name,
      isDeactivated: isDeactivated(partner),
    },
    current: current ? describe(current, partner, now) : null,
    renewal: renewal ? describe(renewal, partner, now) : null,
    renewableUntil: current ? endOf(current) : null,
  }
}

/**
 * Both files of a certificate of a partner, also when it has ended or never came into use.
 * @throws {Failure} partner_not_found · certificate_not_found
 */
export async function readCertificateGeneration(
  { db, actor, config }: Context,
  { partnerId, generationId }: InputOf<typeof oneContract>,
): Promise<ResponseOf<typeof oneContract>> {
  checkKnownTo(actor, await findPartner(db, partnerId))
  const stored = await findGeneration(db, partnerId, generationId)
  if (!stored) throw new Failure('certificate_not_found')
  return {
    uploadedCertificateData: config.ORIGINAL_CERTIFICATES_AVAILABLE ? stored.certData : null,
    signedCertificateData: stored.signedCertData,
  }
}

function endOf({ certData, signedCertData }: StoredGeneration): Date | null {
  return earlierEnd(readStored(certData), readStored(signedCertData)) ?? null
}

function describe(stored: StoredGeneration, partner: Partner, now: Date): Generation {
  const { certData, signedCertData, state, ...told } = stored
  const uploaded = readStored(certData)
  const signed = readStored(signedCertData)
  const isCurrent = stored.generationId === partner.certificateAlias
  const end = earlierEnd(uploaded, signed)
  return {
    ...told,
    state: generationState({ state, isCurrent, end, now }),
    ...namesOf(uploaded),
    validFrom: (uploaded ?? signed)?.notBefore ?? stored.uploadedAt,
    validTill: (uploaded ?? signed)?.notAfter ?? stored.uploadedAt,
    signedValidFrom: signed?.notBefore ?? null,
    signedValidTill: signed?.notAfter ?? null,
  }
}

/** What an imported row of unreadable text has of these is nothing. */
function namesOf(certificate: Certificate | undefined) {
  return {
    organization: certificate?.organization ?? null,
    subject: certificate?.subject.formatted ?? '',
    issuer: certificate?.issuer.formatted ?? '',
    serialNumber: certificate?.serialNumber ?? '',
    thumbprintSha1: certificate?.thumbprintSha1 ?? '',
    thumbprintSha256: certificate?.thumbprintSha256 ?? '',
  }
}
