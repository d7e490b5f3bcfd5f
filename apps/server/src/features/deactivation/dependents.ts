import { dependentKinds, type DependentKind } from '@pmp/contract'
import type { Context } from '../../context.ts'
import type { Database } from '../../database/database.ts'
import type { Hanging, Holder } from '../../database/holder.ts'
import { endKeysOn } from '../api-keys/end-keys.ts'
import { countActiveKeysOn, findActiveKeysOn } from '../api-keys/queries.ts'
import { countTypesOn, findTypesOn } from '../credentials/queries.ts'
import { countOpenChangesOn, findOpenChangesOn } from '../mapping-changes/queries.ts'
import { endLicencesOn } from '../misp-licences/deactivate-licences.ts'
import { countActiveLicencesOn, findActiveLicencesOn } from '../misp-licences/queries.ts'
import { endClientsOn } from '../oidc-clients/end-clients.ts'
import { countActiveClientsOn, findActiveClientsOn } from '../oidc-clients/queries.ts'
import { findOpenNameRequests } from '../organization-names/queries.ts'
import { countRequestsOn, findRequestsOn } from '../policy-requests/held-requests.ts'
import { cancelRenewalOf } from '../renewals/cancel-renewal.ts'
import { findScheduledRenewal } from '../renewals/queries.ts'
import { endChangesOn, endMappingsOn, endNameRequestsOn, endRequestsOn } from './end-requests.ts'

/** One kind of what can hang on something: how it is told, and how it ends. */
interface Dependents {
  /** On what it hangs; absent: on everything. */
  on?: readonly Holder['kind'][]
  /** Upstream ends it, too. */
  endsUpstream?: boolean
  count(db: Database, holder: Holder): Promise<number>
  first(db: Database, holder: Holder, limit: number): Promise<readonly Hanging[]>
  end(context: Context, holder: Holder): Promise<number>
}

/**
 * In the order in which they end and in which their rows are held, so that two who deactivate never wait
 * in a circle.
 */
const dependents: Readonly<Record<DependentKind, Dependents>> = {
  apiKey: { count: countActiveKeysOn, first: findActiveKeysOn, end: endKeysOn },
  oidcClient: { count: countActiveClientsOn, first: findActiveClientsOn, end: endClientsOn },
  mispLicence: { count: countActiveLicencesOn, first: findActiveLicencesOn, end: endLicencesOn },
  pendingRequest: requestsIn('InProgress'),
  // Those of a partner say nothing once it is not active, and stay as the record of what was granted.
  approvedRequest: { on: ['policy', 'policyGroup'], ...requestsIn('approved') },
  mappingChange: { count: countOpenChangesOn, first: findOpenChangesOn, end: endChangesOn },
  credentialType: { count: countTypesOn, first: findTypesOn, end: endMappingsOn },
  nameRequest: {
    on: ['partner'],
    count: async (db, { id }) => (await findOpenNameRequests(db, id)).length,
    first: (db, { id }) => findOpenNameRequests(db, id),
    end: endNameRequestsOn,
  },
  renewal: {
    on: ['partner'],
    endsUpstream: true,
    count: async (db, { id }) => ((await findScheduledRenewal(db, id)) ? 1 : 0),
    first: async () => [],
    end: async (context, { id }) =>
      (await cancelRenewalOf(context, id, 'partner_deactivated')) ? 1 : 0,
  },
}

function requestsIn(state: 'InProgress' | 'approved'): Dependents {
  return {
    count: (db, holder) => countRequestsOn(db, holder, state),
    first: (db, holder, limit) => findRequestsOn(db, { holder, state, limit }),
    end: (context, holder) => endRequestsOn(context, holder, state),
  }
}

/** What hangs on something, and whether it ends with it by the settings. */
export function dependentsOf({ config }: Context, holder: Holder) {
  const isFull = config.DEACTIVATION_CASCADE === 'full'
  return dependentKinds
    .map((kind) => ({ kind, ...dependents[kind] }))
    .filter(({ on }) => on?.includes(holder.kind) ?? true)
    .map(({ kind, endsUpstream, ...dependent }) => {
      // Upstream: a MISP loses its licences (partner.md 2.9).
      const isOfMisp = kind === 'mispLicence' && holder.kind === 'partner'
      return { kind, ...dependent, stops: isFull || endsUpstream === true || isOfMisp }
    })
}

/**
 * Ends what hangs on something that is about to be deactivated and is held, in the transaction of that;
 * each thing has its audit entry, and consumers hear of each that they know.
 * @returns how many of each kind have ended, where any did
 */
export async function endDependents(
  context: Context,
  holder: Holder,
): Promise<Partial<Record<DependentKind, number>>> {
  const ended: Partial<Record<DependentKind, number>> = {}
  for (const { kind, stops, end } of dependentsOf(context, holder)) {
    const count = stops ? await end(context, holder) : 0
    if (count > 0) ended[kind] = count
  }
  return ended
}
