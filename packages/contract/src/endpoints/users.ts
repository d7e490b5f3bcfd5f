import { z } from 'zod'
import { endpoint, v1, v2 } from '../endpoint.ts'
import {
  optionalOrganizationText,
  optionalText,
  organizationText,
  requiredText,
} from '../fields.ts'

/** What the sign-up page needs before anybody is signed in. */
export const readSignUpOptions = endpoint({
  service: 'portal',
  method: 'GET',
  path: '/sign-up/options',
  summary: 'Partner types and languages that a sign-up may choose',
  permission: 'portal.open',
  envelope: v2('pmp.sign-up.options.get'),
  response: z.object({
    isAvailable: z.boolean(),
    partnerTypes: z.array(z.string()),
    languages: z.array(z.string()),
    passwordMinLength: z.number().int(),
  }),
  failures: [],
})

/** Lower-case letters, digits and `._-`: safe as partner id, user name and path segment. */
export const userNamePattern = /^[a-z0-9](?:[a-z0-9._-]{1,34})[a-z0-9]$/

/** Sign-up of a partner organisation in the embedded provider. */
export const signUp = endpoint({
  service: 'portal',
  method: 'POST',
  path: '/sign-up',
  summary: 'Create the account of a partner organisation in the embedded identity provider',
  permission: 'portal.open',
  envelope: v2('pmp.sign-up.post'),
  request: z.object({
    userName: requiredText(36),
    password: requiredText(128),
    givenName: requiredText(128),
    familyName: requiredText(128),
    organizationName: organizationText(),
    partnerType: requiredText(36),
    emailId: requiredText(254),
    phoneNumber: requiredText(16),
    address: requiredText(2000),
    langCode: requiredText(3),
  }),
  response: z.object({ userName: z.string() }),
  failures: [
    'field_invalid',
    'sign_up_elsewhere',
    'user_name_taken',
    'account_email_taken',
    'email_malformed',
    'password_too_weak',
    'partner_type_not_self_service',
    'language_not_supported',
    'too_many_attempts',
  ],
  fields: {
    user_name_taken: 'userName',
    account_email_taken: 'emailId',
    email_malformed: 'emailId',
    password_too_weak: 'password',
    partner_type_not_self_service: 'partnerType',
    language_not_supported: 'langCode',
  },
})

const unused = z.string().nullable()

/** `POST /users` (partner.md 5.1). */
export const createUser = endpoint({
  service: 'partner',
  method: 'POST',
  path: '/users',
  summary: 'Create a user in the embedded identity provider; an existing one stays as it is',
  permission: 'users.create',
  envelope: v1(),
  request: z.object({
    userName: requiredText(36),
    firstName: optionalText(128),
    lastName: optionalText(128),
    contactNo: requiredText(16),
    emailID: requiredText(254),
    organizationName: optionalOrganizationText(),
    role: optionalText(128),
    partnerId: optionalText(36),
    userPassword: optionalText(128),
  }),
  response: z.object({
    userId: z.string(),
    mobile: unused,
    mail: unused,
    langCode: unused,
    /** Never given. */
    userPassword: unused,
    name: unused,
    role: unused,
    rid: unused,
    token: unused,
  }),
  failures: [
    'field_invalid',
    'caller_not_owner',
    'sign_up_elsewhere',
    'email_malformed',
    'password_too_weak',
    'account_not_created',
  ],
})
