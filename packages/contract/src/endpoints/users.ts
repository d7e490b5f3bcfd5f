import { z } from 'zod'
import { endpoint, v1 } from '../endpoint.ts'
import { optionalText, requiredText } from '../fields.ts'

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
    organizationName: optionalText(128),
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
