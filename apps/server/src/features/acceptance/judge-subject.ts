import { readStoredName, type checkAcceptance as contract, type InputOf } from '@pmp/contract'
import type { Context } from '../../context.ts'
import { findRegistrations } from '../../esignet/queries.ts'
import { normalizedLabel } from '../api-keys/rules.ts'
import { judgeKey } from '../api-keys/working-keys.ts'
import { findLicencesOf } from '../misp-licences/queries.ts'
import { isExpired } from '../misp-licences/rules.ts'
import { findClient } from '../oidc-clients/queries.ts'
import { judged, judgeOfPolicy, notReached, type Check } from './rules.ts'

type Input = InputOf<typeof contract>

/** That with which a call is made, and what of itself stands in the way. */
interface Subject {
  name: string | null
  policyId: string | null
  checks: Check[]
}

/** The key, client or licence of a partner; undefined: it has none such. */
export async function judgeSubject(context: Context, input: Input): Promise<Subject | undefined> {
  return judges[input.kind](context, input)
}

/** What is said of something that is not known. */
export const unknownSubject: Readonly<Record<Input['kind'], readonly Check[]>> = {
  apiKey: [
    judged('key_known', 'unknown'),
    notReached('key_active'),
    notReached('key_in_date'),
    notReached('key_of_policy'),
  ],
  oidcClient: [
    judged('client_known', 'unknown'),
    notReached('client_active'),
    notReached('client_registered'),
    notReached('client_of_policy'),
  ],
  mispLicence: [
    judged('licence_known', 'unknown'),
    notReached('licence_active'),
    notReached('licence_in_date'),
    notReached('licence_of_policy'),
  ],
}

type Judge = (context: Context, input: Input) => Promise<Subject | undefined>

const judges: Readonly<Record<Input['kind'], Judge>> = {
  async apiKey({ db, now }, { partnerId, value, name, policyId }) {
    const which = value
      ? { apiKey: value }
      : { label: normalizedLabel(name ?? ''), policyId: policyId ?? '' }
    const key = await judgeKey(db, { partnerId, now, ...which })
    if (!key) return undefined
    const off = key.isFollowed ? 'replaced' : 'deactivated'
    const over = key.isFollowed ? 'replaced' : 'expired'
    return {
      name: key.label,
      policyId: key.policyId,
      checks: [
        judged('key_known', null),
        judged('key_active', key.isActive ? null : off),
        judged('key_in_date', key.isInDate ? null : over, key.validTo),
        judgeOfPolicy('key_of_policy', key.policyId, policyId ?? null),
      ],
    }
  },

  async oidcClient(context, { partnerId, value, name, policyId }) {
    const client = await findClient(context.db, value ?? name ?? '')
    if (!client || client.rpId !== partnerId) return undefined
    const isOff = client.status.toUpperCase() === 'INACTIVE'
    // Upstream registered those of which nothing is known.
    const state = (await findRegistrations(context, [client.id])).get(client.id)?.state
    const isThere = state === undefined || state === 'registered'
    return {
      name: readStoredName(client.name).name,
      policyId: client.policyId,
      checks: [
        judged('client_known', null),
        judged('client_active', isOff ? 'deactivated' : null),
        judged('client_registered', isThere ? null : state),
        judgeOfPolicy('client_of_policy', client.policyId, policyId ?? null),
      ],
    }
  },

  async mispLicence({ db, now }, { partnerId, value, name, policyId }) {
    const licences = await findLicencesOf(db, partnerId)
    const licence = licences.find(({ licenseKey, mispLicenseId }) =>
      value ? licenseKey === value : mispLicenseId === name,
    )
    if (!licence) return undefined
    const isReplaced = licences.some(({ isActive }) => isActive)
    const off = isReplaced ? 'replaced' : 'deactivated'
    return {
      name: licence.licenseKeyName,
      policyId: licence.policyId,
      checks: [
        judged('licence_known', null),
        judged('licence_active', licence.isActive ? null : off),
        judged('licence_in_date', isExpired(licence, now) ? 'expired' : null, licence.validToDate),
        judgeOfPolicy('licence_of_policy', licence.policyId, policyId ?? null),
      ],
    }
  },
}
