import { Failure, type ResponseOf } from '@pmp/contract'
import type * as contract from '@pmp/contract'
import type { Config } from '../../config.ts'

type Mapping = ResponseOf<typeof contract.readPoliciesToAsk>['mapping']

interface Asked {
  extractors?: readonly unknown[] | null | undefined
  credentialType?: string | null | undefined
}

/**
 * What an approval will need is asked for at once (additions-1.3.0.md 4.6), and nothing that a partner
 * of the type cannot have.
 * @throws {Failure} extractors_missing · credential_type_missing · credential_partner_type_wrong
 */
export function checkAsked(mapping: Mapping, { extractors, credentialType }: Asked): void {
  if (mapping === 'required') {
    if (!extractors || extractors.length === 0) throw new Failure('extractors_missing')
    if (!credentialType) throw new Failure('credential_type_missing')
  }
  if (mapping === 'none' && credentialType) throw new Failure('credential_partner_type_wrong')
}

/** Who is approved with bio extractors and a credential type only, and who may have them besides. */
export function mappingOf(config: Config, partnerType: string): Mapping {
  if (config.EXTRACTORS_REQUIRED_FOR.includes(partnerType)) return 'required'
  return config.CREDENTIAL_PARTNER_TYPES.includes(partnerType) ? 'allowed' : 'none'
}
