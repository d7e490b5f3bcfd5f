/** Numbers of PKCS#11 2.40 that are used here. */
export const CK = {
  initializeWithLocks: 2,
  serialSession: 4,
  writableSession: 2,
  normalUser: 1,
  protectedPinPad: 0x100,
  initializedToken: 0x400,
  publicKeyClass: 2,
  privateKeyClass: 3,
  rsaKeyPair: 0x0,
  rsaRaw: 0x3,
  rsaOaep: 0x9,
  rsaSha256: 0x40,
  sha256: 0x250,
  mgf1Sha256: 2,
  oaepLabelGiven: 1,
} as const

/** Attributes of keys. */
export const CKA = {
  class: 0x0,
  token: 0x1,
  private: 0x2,
  label: 0x3,
  keyType: 0x100,
  id: 0x102,
  sensitive: 0x103,
  encrypt: 0x104,
  decrypt: 0x105,
  sign: 0x108,
  verify: 0x10a,
  modulus: 0x120,
  modulusBits: 0x121,
  publicExponent: 0x122,
  extractable: 0x162,
} as const

const NAMES: Record<number, string> = {
  0x02: 'CKR_HOST_MEMORY',
  0x03: 'CKR_SLOT_ID_INVALID',
  0x05: 'CKR_GENERAL_ERROR',
  0x06: 'CKR_FUNCTION_FAILED',
  0x07: 'CKR_ARGUMENTS_BAD',
  0x0a: 'CKR_CANT_LOCK',
  0x11: 'CKR_ATTRIBUTE_SENSITIVE',
  0x12: 'CKR_ATTRIBUTE_TYPE_INVALID',
  0x30: 'CKR_DEVICE_ERROR',
  0x31: 'CKR_DEVICE_MEMORY',
  0x32: 'CKR_DEVICE_REMOVED',
  0x40: 'CKR_ENCRYPTED_DATA_INVALID',
  0x41: 'CKR_ENCRYPTED_DATA_LEN_RANGE',
  0x54: 'CKR_FUNCTION_NOT_SUPPORTED',
  0x60: 'CKR_KEY_HANDLE_INVALID',
  0x68: 'CKR_KEY_FUNCTION_NOT_PERMITTED',
  0x70: 'CKR_MECHANISM_INVALID',
  0x71: 'CKR_MECHANISM_PARAM_INVALID',
  0x82: 'CKR_OBJECT_HANDLE_INVALID',
  0x90: 'CKR_OPERATION_ACTIVE',
  0xa0: 'CKR_PIN_INCORRECT',
  0xa1: 'CKR_PIN_INVALID',
  0xa2: 'CKR_PIN_LEN_RANGE',
  0xa3: 'CKR_PIN_EXPIRED',
  0xa4: 'CKR_PIN_LOCKED',
  0xb0: 'CKR_SESSION_CLOSED',
  0xb1: 'CKR_SESSION_COUNT',
  0xb3: 'CKR_SESSION_HANDLE_INVALID',
  0xe0: 'CKR_TOKEN_NOT_PRESENT',
  0xe1: 'CKR_TOKEN_NOT_RECOGNIZED',
  0xe2: 'CKR_TOKEN_WRITE_PROTECTED',
  0x100: 'CKR_USER_ALREADY_LOGGED_IN',
  0x101: 'CKR_USER_NOT_LOGGED_IN',
  0x102: 'CKR_USER_PIN_NOT_INITIALIZED',
  0x190: 'CKR_CRYPTOKI_NOT_INITIALIZED',
  0x191: 'CKR_CRYPTOKI_ALREADY_INITIALIZED',
}
const CODES = new Map(Object.entries(NAMES).map(([code, name]) => [name, Number(code)]))

/** A call of the token's library that did not succeed. */
export class CryptokiError extends Error {
  override readonly name = 'CryptokiError'
  /** As the standard names it, e.g. `CKR_PIN_INCORRECT`, else in hexadecimal. */
  readonly code: string

  constructor(call: string, code: number) {
    const name = NAMES[code] ?? `0x${code.toString(16)}`
    super(`${call} answered ${name}`)
    this.code = name
  }
}

/** Whether an error is one of these answers of the token. */
export function isAnswer(error: unknown, ...codes: readonly string[]): error is CryptokiError {
  const unknown = codes.find((code) => !CODES.has(code))
  if (unknown !== undefined) throw new RangeError(`no PKCS#11 answer is called ${unknown}`)
  return error instanceof CryptokiError && codes.includes(error.code)
}
