import { AuthPolicy } from '@pmp/contract'
import type { Config } from '../../config.ts'

const tokenTypes = AuthPolicy.shape.authTokenType.options.join(',')

/**
 * The configuration values that policy clients may read (policy.md 5.11).
 * Upstream: every property of the environment, secrets included.
 */
export function policyConfig(config: Config): ReadonlyMap<string, string | Record<string, string>> {
  return new Map(
    Object.entries({
      'pmp.allowed.policy.types': config.POLICY_TYPES.join(','),
      'policy.auth.allowed.token.types': tokenTypes,
      'pmp.policy.allowed.authtokens.types': tokenTypes,
      'policy.allowed.kyc.attributes': {
        fullName: 'Full Name',
        middleName: 'Middle Name',
        lastName: 'Last Name',
        dateOfBirth: 'Date Of Birth',
        gender: 'Gender',
        phone: 'Phone',
      },
      'pmp.policy.schema.url': config.POLICY_SCHEMA_URL,
      'pmp.policy.expiry.period.indays': '180',
      'policy.credential.type.mapping.allowed.partner.types':
        'Credential_Partner,Online_Verification_Partner,Auth_Partner',
    }),
  )
}
