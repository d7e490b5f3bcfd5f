import {
  Failure,
  partnerTypes,
  registersItself,
  type InputOf,
  type ResponseOf,
  type readSignUpOptions as OptionsEndpoint,
  type signUp as SignUpEndpoint,
} from '@pmp/contract'
import type { Config } from '../../config.ts'
import type { Context } from '../../context.ts'
import { checkPassword, createAccount } from '../../identity/accounts.ts'
import { record } from '../../audit/record.ts'
import { checkNewUserName, isReservedId } from '../../identity/new-ids.ts'
import { findPersonOf } from '../../identity/persons.ts'
import { isNameOfPartner, serialiseOnPartnerId } from '../partners/queries.ts'

type SignUp = InputOf<typeof SignUpEndpoint>

const selfServiceTypes = partnerTypes.filter(registersItself)

/**
 * Creates the account of a partner organisation in the embedded provider, with the role of its
 * partner type (integration.md 8.3).
 * @throws {Failure} sign_up_elsewhere · field_invalid · partner_type_not_self_service ·
 *   language_not_supported · email_malformed · password_too_weak · user_name_taken ·
 *   account_email_taken
 */
export async function signUp(
  context: Context,
  input: SignUp,
): Promise<ResponseOf<typeof SignUpEndpoint>> {
  const { config, db, now } = context
  const { userName } = input
  const type = checkSignUp(config, input)
  checkPassword(input.password, userName, config.PASSWORD_MIN_LENGTH)
  await checkNameIsFree(context, userName)
  const { organizationName, phoneNumber, address, langCode } = input
  const attributes = {
    organizationName,
    partnerType: type.code,
    phoneNumber,
    address,
    langCode,
    locale: langCode,
  }
  const { password, givenName, familyName, emailId: email } = input
  const person = { userName, password, email, givenName, familyName }
  await createAccount(db, { ...person, attributes, roles: [type.role] }, now)
  await record(context, 'account.created', { subjectType: 'account', subjectId: userName })
  return { userName }
}

/**
 * A partner's name, or one that a person is bound to, opens no account: it would own nothing, and its
 * holder is taken for somebody else.
 * @throws {Failure} user_name_taken
 */
async function checkNameIsFree({ db, config }: Context, userName: string): Promise<void> {
  const isReserved = isReservedId(userName, config)
  await serialiseOnPartnerId(db, userName)
  if (isReserved || (await isNameOfPartner(db, userName)) || (await findPersonOf(db, userName))) {
    throw new Failure('user_name_taken')
  }
}

function checkSignUp(config: Config, input: SignUp) {
  if (!config.isEmbeddedIssuer) throw new Failure('sign_up_elsewhere')
  checkNewUserName(input.userName)
  const type = selfServiceTypes.find(({ code }) => code === input.partnerType)
  if (!type) throw new Failure('partner_type_not_self_service')
  if (!config.LANGUAGES.includes(input.langCode)) throw new Failure('language_not_supported')
  if (!new RegExp(config.EMAIL_PATTERN).test(input.emailId)) throw new Failure('email_malformed')
  return type
}

/** What the sign-up page may offer; without the embedded provider there is no sign-up. */
export async function readSignUpOptions({
  config,
}: Context): Promise<ResponseOf<typeof OptionsEndpoint>> {
  return {
    isAvailable: config.isEmbeddedIssuer,
    partnerTypes: selfServiceTypes.map(({ code }) => code),
    languages: config.LANGUAGES,
    passwordMinLength: config.PASSWORD_MIN_LENGTH,
  }
}
