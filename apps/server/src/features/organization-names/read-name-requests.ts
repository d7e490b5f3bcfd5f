import type { InputOf, ResponseOf } from '@pmp/contract'
import { readStored } from '@pmp/x509'
import type * as contract from '@pmp/contract'
import { findStoredCertificate } from '../../certificate-engine/queries.ts'
import type { Context } from '../../context.ts'
import { checkKnownTo } from '../../identity/ownership.ts'
import { findPartner } from '../partners/queries.ts'
import { isDeactivated } from '../partners/rules.ts'
import { findNameRequests } from './queries.ts'

/**
 * What a partner asked for, with the name that its certificate still carries.
 * @throws {Failure} partner_not_found
 */
export async function listNameRequestsOfPartner(
  { db, actor }: Context,
  { partnerId, list }: InputOf<typeof contract.listNameRequestsOfPartner>,
): Promise<ResponseOf<typeof contract.listNameRequestsOfPartner>> {
  const partner = checkKnownTo(actor, await findPartner(db, partnerId))
  const { certificateAlias } = partner
  const stored = certificateAlias ? await findStoredCertificate(db, certificateAlias) : undefined
  return {
    ...(await findNameRequests(db, { partnerId }, list)),
    partner: {
      partnerId,
      organizationName: partner.name,
      isDeactivated: isDeactivated(partner),
      certificateOrganization: readStored(stored?.certData)?.organization ?? null,
    },
  }
}

/** The requests of every partner, those of one status if one is given. */
export async function listNameRequests(
  { db }: Context,
  { status, list }: InputOf<typeof contract.listNameRequests>,
): Promise<ResponseOf<typeof contract.listNameRequests>> {
  return findNameRequests(db, { status }, list)
}
