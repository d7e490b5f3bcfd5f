import type { InputOf } from '@pmp/contract'
import type * as contract from '@pmp/contract'
import type { Context } from '../../context.ts'
import { configuredType, saveCredentialTypeOf } from './request-credential-type.ts'
import { saveExtractorsOf } from './request-extractors.ts'

type Asked = Pick<InputOf<typeof contract.resubmitPolicyRequest>, 'extractors' | 'credentialType'>

/**
 * Stores what is asked for together with a request that was opened just now; each part has its audit entry.
 * @throws {Failure} what `extractorRefusals` of the contract lists · credential_type_unknown ·
 *   credential_type_requested
 */
export async function askWithRequest(
  context: Context,
  request: Parameters<typeof saveExtractorsOf>[1],
  { extractors, credentialType }: Asked,
): Promise<void> {
  if (extractors && extractors.length > 0) await saveExtractorsOf(context, request, extractors)
  if (credentialType) {
    await saveCredentialTypeOf(context, request, configuredType(context, credentialType))
  }
}
