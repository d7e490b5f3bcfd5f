import { Failure, type InputOf, type ResponseOf } from '@pmp/contract'
import type * as contract from '@pmp/contract'
import type { Context } from '../../context.ts'
import { findVersions } from './list-queries.ts'
import { findPolicy } from './queries.ts'
import { readPolicyText, statusOfPolicy } from './rules.ts'

/** What a policy said at each change, newest first. @throws {Failure} policy_not_found */
export async function listPolicyVersions(
  { db }: Context,
  { policyId, before, limit }: InputOf<typeof contract.listPolicyVersions>,
): Promise<ResponseOf<typeof contract.listPolicyVersions>> {
  if (!(await findPolicy(db, policyId))) throw new Failure('policy_not_found')
  const versions = await findVersions(db, policyId, { before, limit })
  return versions.map(({ policyFileId, policySchema, isActive, ...version }) => ({
    ...version,
    status: statusOfPolicy({ policySchema, isActive }),
    ...readableText(policyFileId),
  }))
}

/** Imported history has texts that are no JSON; they do not hide the other versions. */
function readableText(text: string) {
  try {
    return { isReadable: true, policies: readPolicyText(text) }
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    return { isReadable: false, policies: null }
  }
}
