import {
  Failure,
  blankText,
  roles,
  type InputOf,
  type ResponseOf,
  type checkAcceptance as contract,
} from '@pmp/contract'
import { readStored } from '@pmp/x509'
import { callerOf } from '../../certificate-engine/examined.ts'
import type { Context } from '../../context.ts'
import { isAdministrator, isOwner } from '../../identity/ownership.ts'
import { findPartner, type Partner } from '../partners/queries.ts'
import { findPolicy } from '../policies/queries.ts'
import { findRequestStates } from '../policy-requests/queries.ts'
import { judgeSubject, unknownSubject } from './judge-subject.ts'
import { findCertificateInUse } from './queries.ts'
import {
  judgeCertificate,
  judgePartner,
  judgePolicy,
  policyNotReached,
  type Certificate,
} from './rules.ts'

type Acceptance = ResponseOf<typeof contract>

/** So often a minute may somebody be wrong about a value or a partner. */
const wrongPerMinute = 10

/**
 * Whether a call with this key, client or licence would be accepted now, by the rules of the look-ups,
 * each told by itself. What people know by its value is theirs or an administrator's to ask about, and
 * nobody can try values out.
 * @throws {Failure} field_invalid · partner_not_found, also of others' partners · too_many_attempts
 */
export async function checkAcceptance(
  context: Context,
  input: InputOf<typeof contract>,
): Promise<Acceptance> {
  const { value, name, kind } = input
  if (!value && !name) {
    throw new Failure('field_invalid', { constraint: blankText, field: 'request.value' })
  }
  const attempts = attemptsOf(context)
  attempts.take()
  const partner = await findKnownPartner(context, input.partnerId)
  if (!partner) throw new Failure('partner_not_found')
  const subject = await judgeSubject(context, input)
  if (subject) attempts.giveBack()
  const policyId = subject ? subject.policyId : (input.policyId ?? null)
  const policy = await judgePolicyOf(context, partner, policyId)
  const checks = [
    ...(subject?.checks ?? unknownSubject[kind]),
    ...judgePartner(partner),
    ...judgeCertificate(await certificateInUse(context, partner), context.now),
    // A licence may be for no policy.
    ...(subject && policyId === null ? [] : policy.checks),
  ]
  return {
    kind,
    isAccepted: checks.every(({ outcome }) => outcome === 'passed'),
    name: subject?.name ?? null,
    orgName: partner.name,
    policyId,
    policyName: policy.name,
    checkedAt: context.now,
    checks,
  }
}

function mayAskAboutAll({ actor }: Context): boolean {
  return isAdministrator(actor) || actor.roles.includes(roles.partnerManager)
}

async function findKnownPartner(context: Context, id: string): Promise<Partner | undefined> {
  const partner = await findPartner(context.db, id)
  const isKnown = partner && (mayAskAboutAll(context) || isOwner(context.actor, partner))
  return isKnown ? partner : undefined
}

/** A policy that the partner never asked for is not there for it, as where clients are drafted. */
async function judgePolicyOf(context: Context, { id }: Partner, policyId: string | null) {
  if (policyId === null) return { name: null, checks: policyNotReached }
  const { db, now } = context
  const states = await findRequestStates(db, id, policyId)
  const isKnown = states.length > 0 || mayAskAboutAll(context)
  const policy = isKnown ? await findPolicy(db, policyId) : undefined
  return { name: policy?.name ?? null, checks: judgePolicy(policy, states, now) }
}

async function certificateInUse(
  { db }: Context,
  { certificateAlias }: Partner,
): Promise<Certificate | undefined> {
  const stored = certificateAlias === null ? null : await findCertificateInUse(db, certificateAlias)
  const certificate = stored?.signedCertData ? readStored(stored.signedCertData) : undefined
  if (!stored || !certificate) return undefined
  const { notBefore, notAfter } = certificate
  return { notBefore, notAfter, isRevoked: stored.isRevoked }
}

/**
 * All who act for one partner share what they have, in the same books as examined certificates. It is
 * taken before anything is looked up, or many who ask at once would all be answered.
 */
function attemptsOf({ actor, examinations }: Context) {
  const account = `attempts of ${callerOf(actor)}`
  return {
    take(): void {
      const seconds = examinations?.secondsUntilFree(account, wrongPerMinute) ?? 0
      if (seconds > 0) throw new Failure('too_many_attempts', { seconds })
      examinations?.spend(account, 1, wrongPerMinute)
    },
    giveBack: (): void => examinations?.spend(account, -1, wrongPerMinute),
  }
}
