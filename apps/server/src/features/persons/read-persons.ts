import { Failure, type InputOf, type ResponseOf } from '@pmp/contract'
import type * as contract from '@pmp/contract'
import type { Context } from '../../context.ts'
import { findPartner } from '../partners/queries.ts'
import {
  findArrivals,
  findInvitedUntil,
  findOwner,
  findPersons,
  findUnclaimedPartners,
} from './queries.ts'

/** Who signed in with a name that is not theirs. */
export async function listArrivals(
  { db }: Context,
  { list, ...filters }: InputOf<typeof contract.listArrivals>,
): Promise<ResponseOf<typeof contract.listArrivals>> {
  return findArrivals(db, filters, list)
}

export async function listUnclaimedPartners(
  { db, now }: Context,
  { list, ...filters }: InputOf<typeof contract.listUnclaimedPartners>,
): Promise<ResponseOf<typeof contract.listUnclaimedPartners>> {
  return findUnclaimedPartners(db, filters, { list, now })
}

export async function listPersons(
  { db }: Context,
  { list, ...filters }: InputOf<typeof contract.listPersons>,
): Promise<ResponseOf<typeof contract.listPersons>> {
  return findPersons(db, filters, list)
}

/** @throws {Failure} partner_not_found */
export async function readOwner(
  { db, now }: Context,
  { partnerId }: InputOf<typeof contract.readOwner>,
): Promise<ResponseOf<typeof contract.readOwner>> {
  const partner = await findPartner(db, partnerId)
  if (!partner) throw new Failure('partner_not_found')
  const { userId } = partner
  const owner = (await findOwner(db, userId)) ?? null
  const invitedUntil = await findInvitedUntil(db, userId, now)
  return { userId, owner, invitedUntil }
}
