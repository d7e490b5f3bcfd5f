import { z } from 'zod'
import { LocalDateTime } from './fields.ts'

/**
 * Where the registration of an OIDC client at eSignet stands, beside the client's own status. Without
 * an eSignet in the settings nothing is registered; it is made up for once there is one.
 */
export const registrationStates = [
  'not_registered',
  'registering',
  'registered',
  'refused',
  'deactivating',
  'deactivated',
] as const

/** Members of the form by which a client is made; what eSignet refuses is about one of them. */
const refusedFields = [
  'name',
  'policyId',
  'publicKey',
  'authPartnerId',
  'logoUri',
  'redirectUris',
  'grantTypes',
  'clientAuthMethods',
  'clientNameLangMap',
  'additionalConfig',
] as const

export const RegistrationRefusal = z.object({
  field: z.enum(refusedFields).nullable(),
  /** Which entry of a list, from 0. */
  index: z.number().int().nullable(),
  /** A code of eSignet, such as `invalid_redirect_uri`, or one of ours. */
  code: z.string(),
})

/** What is told of a registration; never the texts of eSignet, which hold names of its insides. */
export const ClientRegistration = z.object({
  state: z.enum(registrationStates),
  /** Why it is refused, or why the last try came to nothing; null when all is well. */
  reason: z.string().nullable(),
  refusals: z.array(RegistrationRefusal),
  /** Tries since the client changed, or since somebody asked for another try. */
  attempts: z.number().int(),
  changedAt: LocalDateTime,
  /** When eSignet last confirmed that it holds the client; null: never. */
  confirmedAt: LocalDateTime.nullable(),
})
