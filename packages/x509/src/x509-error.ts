/**
 * What can go wrong with a certificate as a value.
 * - `unreadable`: the bytes or text are not what they should be
 * - `unsuitable_key`: the key does not fit the signature algorithm, or is not the issuer's
 */
export type X509ErrorCode = 'unreadable' | 'unsuitable_key'

/** The only error this package throws on purpose. The message is for logs, the code for callers. */
export class X509Error extends Error {
  readonly code: X509ErrorCode

  constructor(code: X509ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'X509Error'
    this.code = code
  }
}

/** Says why bytes or text could not be read; the caller throws it. */
export function unreadable(reason: string, cause?: unknown): X509Error {
  return new X509Error('unreadable', reason, cause === undefined ? undefined : { cause })
}
