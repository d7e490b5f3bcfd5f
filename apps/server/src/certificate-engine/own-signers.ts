import type { Certificate } from '@pmp/x509'
import type { Config } from '../config.ts'
import type { Keys, PlatformKey } from '../keys/keys.ts'

/** The key generations that have signed partner certificates, current one first. */
export function ownSigners({ signer, earlierSigners }: Keys): readonly PlatformKey[] {
  return [signer, ...earlierSigners]
}

/**
 * Whether a generation publishes a list: RFC 5280 §6.3.3 (f) has readers refuse one whose signer's
 * certificate does not say cRLSign, as those of earlier releases do not.
 */
export function publishesList({ certificate }: Pick<PlatformKey, 'certificate'>, now: Date) {
  return maySignLists(certificate) && now <= certificate.notAfter
}

function maySignLists({ keyUsage }: Certificate): boolean {
  return keyUsage?.includes('cRLSign') ?? true
}

/** Where the list of a generation is; the address never changes. */
export function ownListUrl({ PUBLIC_URL }: Config, signerId: string): string {
  return `${PUBLIC_URL}/crl/${signerId}.crl`
}

/** The same for issued certificates, which name it only where that is set (certificates.md B6). */
export function ownListUrlIfNamed(config: Config, signerId: string): string | undefined {
  return config.CRL_IN_CERTIFICATES ? ownListUrl(config, signerId) : undefined
}
