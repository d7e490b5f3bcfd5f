import {
  Failure,
  roles,
  type FailureName,
  type InputOf,
  type ResponseOf,
  type previewDeactivation as contract,
} from '@pmp/contract'
import type { Context } from '../../context.ts'
import type { Holder } from '../../database/holder.ts'
import { isAdministrator, isOwner } from '../../identity/ownership.ts'
import { findKeyByLabel } from '../api-keys/queries.ts'
import { normalizedLabel } from '../api-keys/rules.ts'
import { findLicence } from '../misp-licences/queries.ts'
import { readStoredName } from '@pmp/contract'
import { findClient } from '../oidc-clients/queries.ts'
import { findPartner } from '../partners/queries.ts'
import { findPolicy } from '../policies/queries.ts'
import { countUsesOfPolicy } from '../policies/reach-queries.ts'
import { countPoliciesOfGroup, findPolicyGroup } from '../policy-groups/queries.ts'
import { dependentsOf } from './dependents.ts'
import { groupRefusal, partnerRefusal, policyRefusal } from './rules.ts'

type Input = InputOf<typeof contract>
type Preview = ResponseOf<typeof contract>

/** So many of a kind are named. */
const namedAtMost = 10

interface Subject {
  name: string
  refusal: FailureName | undefined
  /** Absent: nothing can hang on it. */
  holder?: Holder
}

/**
 * What would stop with something, by the same queries that end it, and whether its deactivation would be
 * refused. Owners see what is theirs, administrators everything.
 * @throws {Failure} nothing_to_deactivate, also where it belongs to others
 */
export async function previewDeactivation(context: Context, input: Input): Promise<Preview> {
  const { kind } = input
  const subject = await finders[kind](context, input)
  if (!subject) throw new Failure('nothing_to_deactivate')
  const { name, refusal = null, holder } = subject
  return {
    kind,
    name,
    cascade: context.config.DEACTIVATION_CASCADE,
    refusal,
    dependents: holder ? await readDependents(context, holder) : [],
  }
}

async function readDependents(context: Context, holder: Holder): Promise<Preview['dependents']> {
  const { db } = context
  const read: Preview['dependents'] = []
  for (const { kind, stops, count, first } of dependentsOf(context, holder)) {
    const total = await count(db, holder)
    if (total === 0) continue
    read.push({ kind, count: total, stops, first: [...(await first(db, holder, namedAtMost))] })
  }
  return read
}

type Find = (context: Context, input: Input) => Promise<Subject | undefined>

const finders: Readonly<Record<Preview['kind'], Find>> = {
  async partner(context, { id }) {
    const partner = await findKnownPartner(context, id)
    if (!partner) return undefined
    const holder = { kind: 'partner' as const, id }
    return { name: partner.name, refusal: partnerRefusal(partner), holder }
  },

  async policy(context, { id }) {
    const { db, config } = context
    const policy = looksAfterPolicies(context) ? await findPolicy(db, id) : undefined
    if (!policy) return undefined
    const isFull = config.DEACTIVATION_CASCADE === 'full'
    const uses = isFull ? ('none' as const) : await countUsesOfPolicy(db, id)
    const holder = { kind: 'policy' as const, id }
    return { name: policy.name, refusal: policyRefusal(policy, uses), holder }
  },

  async policyGroup(context, { id }) {
    const { db } = context
    const group = looksAfterPolicies(context) ? await findPolicyGroup(db, id) : undefined
    if (!group) return undefined
    const refusal = groupRefusal(group, await countPoliciesOfGroup(db, id))
    return { name: group.name, refusal, holder: { kind: 'policyGroup', id } }
  },

  async apiKey(context, { id: partnerId, policyId = '', label: asked = '' }) {
    if (!(await findKnownPartner(context, partnerId))) return undefined
    const label = normalizedLabel(asked)
    const key = await findKeyByLabel(context.db, { partnerId, policyId, label })
    return key && { name: key.label, refusal: key.isActive ? undefined : 'api_key_not_active' }
  },

  async oidcClient(context, { id }) {
    const client = await findClient(context.db, id)
    if (!client || !(await findKnownPartner(context, client.rpId))) return undefined
    const isOff = client.status.toUpperCase() === 'INACTIVE'
    const { name } = readStoredName(client.name)
    return { name, refusal: isOff ? 'client_not_active' : undefined }
  },

  async mispLicence(context, { id }) {
    const licence = await findLicence(context.db, id)
    if (!licence || !(await findKnownPartner(context, licence.mispId))) return undefined
    const name = licence.licenseKeyName ?? licence.mispId
    return { name, refusal: licence.isActive ? undefined : 'licence_already_inactive' }
  },
}

async function findKnownPartner({ db, actor }: Context, id: string) {
  const partner = await findPartner(db, id)
  const isForAll = isAdministrator(actor) || actor.roles.includes(roles.partnerManager)
  return partner && (isForAll || isOwner(actor, partner)) ? partner : undefined
}

function looksAfterPolicies({ actor }: Context): boolean {
  return isAdministrator(actor) || actor.roles.includes(roles.policyManager)
}
