import {
  namesOf,
  isPermitted,
  permissions,
  type ResponseOf,
  type readSession as contract,
} from '@pmp/contract'
import { readStored } from '@pmp/x509'
import { isStrict } from '../../certificate-engine/path-rules.ts'
import type { Context } from '../../context.ts'
import { isAdministrator } from '../../identity/ownership.ts'
import { findPolicyRequiredTypes } from '../partners/queries.ts'
import { countArrivals } from '../persons/queries.ts'
import {
  countPendingNameRequests,
  countPendingPolicyRequests,
  countTrustCertificates,
  findConsent,
  findPartnersWithProgress,
} from './queries.ts'
import { systemConfig } from './system-config.ts'

/** One call that tells the web UI who is calling, what they may do and how far they are. */
export async function readSession(context: Context): Promise<ResponseOf<typeof contract>> {
  const { db, config, actor } = context
  const { claims } = actor
  const isAdmin = isAdministrator(actor)
  const partners = await findPartnersWithProgress(db, actor.userId)
  return {
    userName: actor.userName,
    standing: actor.standing,
    givenName: textOf(claims['given_name']),
    familyName: textOf(claims['family_name']),
    email: actor.email ?? null,
    roles: [...actor.roles],
    permissions: permissionsOf(context),
    locale: textOf(claims['locale']),
    profile: {
      organizationName: textOf(claims['organizationName']),
      partnerType: textOf(claims['partnerType']),
      phoneNumber: textOf(claims['phoneNumber']),
      address: textOf(claims['addressTest']),
      langCode: textOf(claims['langCode']),
    },
    partners: partners.map(({ certificateAlias, signedCertData, ...partner }) => ({
      ...partner,
      hasCertificate: certificateAlias !== null,
      // Other modules use the MOSIP-signed certificate, so its end is the one that counts.
      certificateExpiresAt: readStored(signedCertData)?.notAfter ?? null,
    })),
    consentGiven: (await findConsent(db, actor.userId ?? actor.userName)) !== null,
    policyRequiredPartnerTypes: await findPolicyRequiredTypes(db),
    pendingPolicyRequests: isAdmin ? await countPendingPolicyRequests(db) : null,
    pendingNameRequests: isAdmin ? await countPendingNameRequests(db) : null,
    waitingArrivals: isAdmin ? await countArrivals(db) : null,
    trustCertificates: isAdmin ? await countTrustCertificates(db) : null,
    certificatePathRules: isAdmin ? (isStrict(config) ? 'strict' : 'upstream') : null,
    issuerOutage: isAdmin ? outageOf(context) : null,
    settings: systemConfig(config),
    expiresAt: actor.expiresAt,
  }
}

function outageOf({ outage }: Context) {
  return outage ? { since: outage.since, keysUntil: outage.keysUntil ?? null } : null
}

function permissionsOf({ actor, config }: Context): string[] {
  return namesOf(permissions).filter((name) => isPermitted(name, actor.roles, config.roles[name]))
}

/** A claim as text; providers write attributes also as lists. */
function textOf(claim: unknown): string | null {
  const value = Array.isArray(claim) ? claim[0] : claim
  return typeof value === 'string' && value !== '' ? value : null
}
