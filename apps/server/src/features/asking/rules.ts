import { Failure } from '@pmp/contract'

interface Asked {
  extractors?: readonly unknown[] | null | undefined
  credentialType?: string | null | undefined
}

/**
 * What an approval will need is asked for at once (additions-1.3.0.md 4.6), and nothing that a partner
 * of the type cannot have.
 * @throws {Failure} extractors_missing · credential_type_missing · credential_partner_type_wrong
 */
export function checkAsked(
  mapping: 'required' | 'allowed' | 'none',
  { extractors, credentialType }: Asked,
): void {
  if (mapping === 'required') {
    if (!extractors || extractors.length === 0) throw new Failure('extractors_missing')
    if (!credentialType) throw new Failure('credential_type_missing')
  }
  if (mapping === 'none' && credentialType) throw new Failure('credential_partner_type_wrong')
}
