import { Failure, type InputOf, type ResponseOf } from '@pmp/contract'
import type * as contract from '@pmp/contract'
import type { Context } from '../../context.ts'
import { readSearch } from '../../database/lists/search.ts'
import {
  findPolicies,
  findPolicyValues,
  findSearchedPolicies,
  policySearch,
} from './list-queries.ts'
import { policyConfig } from './policy-config.ts'
import { policyResponse, readablePolicy } from './policy-response.ts'
import { findAllPolicies, findPolicy } from './queries.ts'
import { mayUsePolicy } from './reach-queries.ts'

/** @throws {Failure} policy_not_found · policy_text_unreadable (policy.md 5.6) */
export async function readPolicy(
  { db }: Context,
  { policyId }: InputOf<typeof contract.readPolicy>,
): Promise<ResponseOf<typeof contract.readPolicy>> {
  const policy = await findPolicy(db, policyId)
  if (!policy) throw new Failure('policy_not_found')
  return policyResponse(policy)
}

/**
 * The look-up of Datashare and others: the policy, if the partner may use it.
 * @throws {Failure} no_active_key_for_policy · policy_not_found · policy_text_unreadable
 */
export async function readPolicyOfPartner(
  context: Context,
  { policyId, partnerId }: InputOf<typeof contract.readPolicyOfPartner>,
): Promise<ResponseOf<typeof contract.readPolicyOfPartner>> {
  if (!(await mayUsePolicy(context.db, partnerId, policyId))) {
    throw new Failure('no_active_key_for_policy')
  }
  return readPolicy(context, { policyId })
}

/** Policies page by page (policy.md 5.8). */
export async function listPolicies(
  { db }: Context,
  { list, ...filters }: InputOf<typeof contract.listPolicies>,
): Promise<ResponseOf<typeof contract.listPolicies>> {
  return findPolicies(db, filters, list)
}

/** Every policy; those whose text cannot be read are left out (policy.md 5.6). */
export async function listAllPolicies({
  db,
}: Context): Promise<ResponseOf<typeof contract.listAllPolicies>> {
  return (await findAllPolicies(db)).flatMap(readablePolicy)
}

/** @throws {Failure} one of `searchFailures` · unexpected (policy.md 5.9) */
export async function searchPolicies(
  { db }: Context,
  { policyType, ...request }: InputOf<typeof contract.searchPolicies>,
): Promise<ResponseOf<typeof contract.searchPolicies>> {
  // The group's name is no column of a policy: any filter on it asks for a part of the name.
  const [onGroup = [], onPolicy = []] = [true, false].map((isOnGroup) =>
    request.filters?.filter(({ columnName }) => (columnName === 'policyGroupName') === isOnGroup),
  )
  // Upstream: the type is one more filter, so a blank one is a wrong value.
  const onType = { columnName: 'policyType', type: 'equals', value: policyType }
  const filters = policyType.trim() === '' ? [...onPolicy, onType] : onPolicy
  const search = readSearch(policySearch, { ...request, filters })
  const groupNames = onGroup.flatMap(({ value }) => (value ? [value] : []))
  return findSearchedPolicies(db, { type: policyType, search, groupNames })
}

/** @throws {Failure} unexpected (policy.md 5.10) */
export async function listPolicyValues(
  { db }: Context,
  { policyType, ...request }: InputOf<typeof contract.listPolicyValues>,
): Promise<ResponseOf<typeof contract.listPolicyValues>> {
  return findPolicyValues(db, policyType, request)
}

/** What clients may know of the configuration; anything else has no value (policy.md 5.11). */
export async function readPolicyConfig(
  { config }: Context,
  { key }: InputOf<typeof contract.readPolicyConfig>,
): Promise<ResponseOf<typeof contract.readPolicyConfig>> {
  return Promise.resolve({ key, value: policyConfig(config).get(key) ?? null })
}
