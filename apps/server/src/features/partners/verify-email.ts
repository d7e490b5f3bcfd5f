import { Failure, type InputOf, type ResponseOf, type verifyEmail as contract } from '@pmp/contract'
import type { Context } from '../../context.ts'
import { emailHash } from '../../keys/personal-data.ts'
import { record } from '../../audit/record.ts'
import { findPolicyRequiredTypes, isEmailTaken, ownsPartnerWithEmail } from './queries.ts'
import { checkEmail } from './rules.ts'
import { isAdministrator } from '../../identity/ownership.ts'

/**
 * Tells whether a partner has this e-mail, for the address of the caller or of a partner of theirs;
 * administrators may ask for any (partner.md 2.7). The address itself never enters the audit.
 * @throws {Failure} email_malformed · caller_not_owner
 */
export async function verifyEmail(
  context: Context,
  { emailId }: InputOf<typeof contract>,
): Promise<ResponseOf<typeof contract>> {
  const { db, config, actor } = context
  if (!emailId) throw new Failure('email_malformed')
  checkEmail(emailId, config)
  const hash = emailHash(emailId)
  if (!isAdministrator(actor) && !(await isOwnEmail(context, emailId, hash))) {
    throw new Failure('caller_not_owner')
  }
  await record(context, 'partner.emailVerified', {
    subjectType: 'user',
    subjectId: actor.userName,
  })
  return {
    emailExists: await isEmailTaken(db, emailId, hash),
    policyRequiredPartnerTypes: await findPolicyRequiredTypes(db),
  }
}

async function isOwnEmail({ db, actor }: Context, email: string, hash: string): Promise<boolean> {
  if (email.toLowerCase() === actor.email?.toLowerCase()) return true
  return ownsPartnerWithEmail(db, actor.userId, hash)
}
