import {
  Failure,
  partnerTypes,
  type InputOf,
  type ResponseOf,
  type createUser as contract,
} from '@pmp/contract'
import type { Actor, Context } from '../../context.ts'
import { checkPassword, createAccount, findByUserName } from '../../identity/accounts.ts'
import { record } from '../../audit/record.ts'
import { checkEmail } from '../partners/rules.ts'
import { checkNewUserName, isReservedId } from '../../identity/new-ids.ts'
import { isAdministrator } from '../../identity/ownership.ts'
import { isSameUserId } from '../../identity/user-ids.ts'

type NewUser = InputOf<typeof contract>

/**
 * Creates a user of the embedded provider. Upstream lets any partner create a user with any role;
 * here only administrators create users, with a partner's role or one that they hold themselves,
 * and a user that exists stays as it is (partner.md 5.1, "Right").
 * @throws {Failure} each failure that the contract lists
 */
export async function createUser(
  context: Context,
  user: NewUser,
): Promise<ResponseOf<typeof contract>> {
  const { db, config, actor } = context
  checkMayCreate(actor, user)
  if (!config.isEmbeddedIssuer) throw new Failure('sign_up_elsewhere')
  checkEmail(user.emailID, config)
  if (!(await findByUserName(db, user.userName))) await saveUser(context, user)
  return {
    userId: user.userName,
    mobile: null,
    mail: null,
    langCode: null,
    userPassword: null,
    name: null,
    role: null,
    rid: null,
    token: null,
  }
}

/**
 * Others than administrators may only ask for themselves, who exist already.
 * @throws {Failure} caller_not_owner
 */
function checkMayCreate(actor: Actor, { userName, role }: NewUser): void {
  const isOneself = isSameUserId(userName, actor.userName)
  if (!isAdministrator(actor) && !isOneself) throw new Failure('caller_not_owner')
  const isPartnerRole = partnerTypes.some((type) => type.role === role)
  if (role && !isPartnerRole && !actor.roles.includes(role)) throw new Failure('caller_not_owner')
}

async function saveUser(context: Context, user: NewUser): Promise<void> {
  const { db, config, actor, now } = context
  // A token that the embedded provider does not know: nobody may make a user of it.
  if (!isAdministrator(actor)) throw new Failure('caller_not_owner')
  const { userName, role, firstName, lastName, emailID, contactNo, organizationName } = user
  checkNewUserName(userName)
  if (isReservedId(userName, config)) throw new Failure('account_not_created')
  const password = user.userPassword ?? ''
  checkPassword(password, userName, config.PASSWORD_MIN_LENGTH)
  const account = {
    userName,
    password,
    email: emailID,
    givenName: firstName ?? '',
    familyName: lastName ?? '',
    attributes: { phoneNumber: contactNo, ...(organizationName ? { organizationName } : {}) },
    roles: role ? [role] : [],
  }
  try {
    await createAccount(db, account, now)
  } catch (error) {
    if (error instanceof Failure) throw new Failure('account_not_created')
    throw error
  }
  await record(context, 'account.created', {
    subjectType: 'account',
    subjectId: userName,
    after: { roles: account.roles },
  })
}
