import { record, recordAll } from '../../audit/record.ts'
import type { Context } from '../../context.ts'
import { inBatches, type Holder } from '../../database/holder.ts'
import { endAskedWith } from '../credential-requests/queries.ts'
import { endExtractorsOn, endTypes, lockTypesOn } from '../credentials/queries.ts'
import { endChanges, lockOpenChangesOn } from '../mapping-changes/queries.ts'
import { endOpenNameRequests } from '../organization-names/queries.ts'
import { lockRequestsOn } from '../policy-requests/held-requests.ts'
import { saveDecisions } from '../policy-requests/queries.ts'

/** The reason of decisions that nobody took by themselves; pages put it into words. */
function decisionOn({ kind }: Holder, { actor, now }: Context) {
  return { reason: reasons[kind], actor: actor.userName, now }
}

const reasons = {
  partner: 'partner_deactivated',
  policy: 'policy_deactivated',
  policyGroup: 'policy_group_deactivated',
} as const satisfies Record<Holder['kind'], string>

/**
 * Rejects requests that hang on something that is deactivated, with what is asked for by them. Upstream
 * knows no other end, also for those that were approved.
 * @returns how many there were
 */
export async function endRequestsOn(
  context: Context,
  holder: Holder,
  state: 'InProgress' | 'approved',
): Promise<number> {
  const { db } = context
  return inBatches(
    (limit) => lockRequestsOn(db, { holder, state, limit }),
    async (requests) => {
      const ids = requests.map(({ id }) => id)
      const decision = decisionOn(holder, context)
      await saveDecisions(db, ids, { status: 'rejected', ...decision })
      await endAskedWith(db, ids, decision)
      await recordAll(
        context,
        requests.map(({ id, partId: partnerId, policyId, statusCode }) => ({
          action: state === 'approved' ? 'policyRequest.ended' : 'policyRequest.rejected',
          subjectType: 'policyRequest',
          subjectId: id,
          before: { status: statusCode },
          after: { status: 'rejected', reason: decision.reason },
          details: { partnerId, policyId, with: holder },
        })),
      )
    },
  )
}

/** Rejects changes of mappings that wait. @returns how many there were */
export async function endChangesOn(context: Context, holder: Holder): Promise<number> {
  const { db } = context
  return inBatches(
    (limit) => lockOpenChangesOn(db, holder, limit),
    async (changes) => {
      const decision = decisionOn(holder, context)
      await endChanges(
        db,
        changes.map(({ id }) => id),
        decision,
      )
      await recordAll(
        context,
        changes.map(({ id: changeId, requestId, partId: partnerId, policyId }) => ({
          action: 'mappingChange.rejected',
          subjectType: 'policyRequest',
          subjectId: requestId,
          details: { changeId, partnerId, policyId, reason: decision.reason, with: holder },
        })),
      )
    },
  )
}

/** Takes extractors and credential types out of force, for other modules. @returns how many types */
export async function endMappingsOn(context: Context, holder: Holder): Promise<number> {
  const { db, actor, now } = context
  const by = { actor: actor.userName, now }
  const extractors = await endExtractorsOn(db, holder, by)
  if (extractors > 0) {
    await record(context, 'extractors.ended', {
      subjectType: holder.kind,
      subjectId: holder.id,
      before: { extractors },
      after: { extractors: 0 },
    })
  }
  return inBatches(
    (limit) => lockTypesOn(db, holder, limit),
    async (types) => {
      await endTypes(db, types, by)
      await recordAll(
        context,
        types.map(({ partId, policyId, credentialType }) => ({
          action: 'mapping.ended',
          subjectType: 'partner',
          subjectId: partId,
          before: { credentialType, policyId },
          details: { with: holder },
        })),
      )
    },
  )
}

/** Rejects the new name that a partner asked for. @returns how many requests there were */
export async function endNameRequestsOn(context: Context, holder: Holder): Promise<number> {
  const decision = decisionOn(holder, context)
  const requests = await endOpenNameRequests(context.db, holder.id, decision)
  await recordAll(
    context,
    requests.map(({ id: requestId, newName: requested }) => ({
      action: 'organizationName.rejected',
      subjectType: 'partner',
      subjectId: holder.id,
      details: { requestId, requested, reason: decision.reason, with: holder },
    })),
  )
  return requests.length
}
