import { Failure } from '@pmp/contract'
import type { Config } from '../config.ts'

type ReturnRules = Pick<Config, 'PUBLIC_URL' | 'ALLOWED_RETURN_URLS'>

/**
 * The address behind base64 (either alphabet) of a sign-in or sign-out.
 * @throws {Failure} redirect_not_allowed when it is none or leads elsewhere
 */
export function readReturnUrl(config: ReturnRules, encoded: string): URL {
  // Upstream's UI leaves `+` as it is, and a query turns that into a blank.
  const text = Buffer.from(encoded.replaceAll(' ', '+'), 'base64').toString('utf8')
  const url = allowedReturnUrl(config, text)
  if (!url) throw new Failure('redirect_not_allowed')
  return url
}

/** The parsed address if a browser may be sent there: an origin of ours, no credentials in it. */
export function allowedReturnUrl(config: ReturnRules, text: string): URL | undefined {
  const url = URL.parse(text)
  if (!url || url.username !== '' || url.password !== '') return undefined
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return undefined
  const origins = [config.PUBLIC_URL, ...config.ALLOWED_RETURN_URLS].map(
    (allowed) => new URL(allowed).origin,
  )
  return origins.includes(url.origin) ? url : undefined
}
