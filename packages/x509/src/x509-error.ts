/**
 * What can go wrong with a certificate as a value.
 * - `unreadable`: the bytes or text are not what they should be; `reason` says in which way
 * - `unsuitable_key`: the key does not fit the signature algorithm, or is not the issuer's
 * - `outlives_issuer`: a certificate was ordered that ends after the one that signs it
 * - `contradictory_order`: what was ordered contradicts itself, e.g. keyCertSign without CA flag
 */
type X509ErrorCode = 'unreadable' | 'unsuitable_key' | 'outlives_issuer' | 'contradictory_order'

/**
 * Why bytes or text could not be read.
 * - `too_large` · `too_many` · `too_deep`: a limit of work, whatever the content
 * - `not_text`: neither armour nor base64 where text is expected
 * - `cut_short` · `trailing_bytes` · `not_asn1`: the ASN.1 value does not fill the bytes
 * - `not_der`: a value that BER allows and DER forbids (X.690 §10, §11)
 * - `structure`: sound ASN.1, but not the fields that are expected here
 * - `bad_name` · `bad_time` · `bad_number` · `bad_extension`: one field is malformed
 * - `duplicate_extension`: RFC 5280 §4.2
 * - `hidden_armour`: PEM text inside DER, which some readers would open instead
 */
export type UnreadableReason =
  | 'too_large'
  | 'too_many'
  | 'too_deep'
  | 'not_text'
  | 'cut_short'
  | 'trailing_bytes'
  | 'not_asn1'
  | 'not_der'
  | 'structure'
  | 'bad_name'
  | 'bad_time'
  | 'bad_number'
  | 'bad_extension'
  | 'duplicate_extension'
  | 'hidden_armour'

/** The only error this package throws on purpose. The message is for logs, the code for callers. */
export class X509Error extends Error {
  readonly code: X509ErrorCode
  /** Only for `unreadable`. */
  readonly reason?: UnreadableReason

  constructor(
    code: X509ErrorCode,
    message: string,
    options?: ErrorOptions & { readonly reason?: UnreadableReason },
  ) {
    super(message, options)
    this.name = 'X509Error'
    this.code = code
    if (options?.reason) this.reason = options.reason
  }
}

/** Says why bytes or text could not be read; the caller throws it. */
export function unreadable(reason: UnreadableReason, message: string, cause?: unknown): X509Error {
  return new X509Error('unreadable', message, {
    reason,
    ...(cause !== undefined && { cause }),
  })
}

/**
 * Runs a reader and turns whatever it throws by accident into the one error of this package.
 * @throws {X509Error} unreadable
 */
export function reading<T>(what: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    throw error instanceof X509Error ? error : unreadable('structure', `not ${what}`, error)
  }
}
