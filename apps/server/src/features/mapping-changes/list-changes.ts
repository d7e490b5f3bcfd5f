import type { InputOf, ResponseOf } from '@pmp/contract'
import type * as contract from '@pmp/contract'
import type { Context } from '../../context.ts'
import { findChanges } from './queries.ts'

/** The changes of every partner, those of one status if one is given. */
export async function listMappingChanges(
  { db }: Context,
  { status, list }: InputOf<typeof contract.listMappingChanges>,
): Promise<ResponseOf<typeof contract.listMappingChanges>> {
  return findChanges(db, status, list)
}
