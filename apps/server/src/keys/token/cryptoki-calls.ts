import { CryptokiError } from './cryptoki-codes.ts'
import type { Koffi, NativeLibrary } from './native-library.ts'

/** The functions of a token's library, below values of JavaScript. */
export interface CryptokiCalls {
  koffi: Koffi
  /** Keeps the library loaded. */
  library: NativeLibrary
  /** Bytes of an `unsigned long`. */
  ulongBytes: number
  types: ReturnType<typeof declareTypes>
  call: ReturnType<typeof declareCalls>
}

/** Names the functions of a library, with their places in its list. Version 2.40, `pkcs11f.h`. */
export function bindCryptoki(library: NativeLibrary): CryptokiCalls {
  const { koffi } = library
  const types = declareTypes(library)
  const call = declareCalls(library, types)
  return { koffi, library, ulongBytes: koffi.sizeof('unsigned long'), types, call }
}

function declareTypes({ koffi, isPacked }: NativeLibrary) {
  const struct = (fields: Parameters<Koffi['struct']>[0]) =>
    isPacked ? koffi.pack(fields) : koffi.struct(fields)
  const [pointer, ulong] = ['void *', 'unsigned long']
  return {
    attribute: struct({ type: ulong, value: pointer, length: ulong }),
    mechanism: struct({ type: ulong, parameter: pointer, length: ulong }),
    oaep: struct({ hash: ulong, mask: ulong, source: ulong, label: pointer, length: ulong }),
    initialization: struct({
      create: pointer,
      destroy: pointer,
      lock: pointer,
      unlock: pointer,
      flags: ulong,
      reserved: pointer,
    }),
  }
}

function declareCalls(library: NativeLibrary, types: ReturnType<typeof declareTypes>) {
  const { koffi } = library
  const [bytes, ulong] = ['void *', 'unsigned long']
  const mechanism = koffi.pointer(types.mechanism)
  const attributes = koffi.pointer(types.attribute)
  const changed = koffi.inout(koffi.pointer(ulong))
  const result = koffi.out(koffi.pointer(ulong))
  const named = (name: string, index: number, given: Parameters<Koffi['proto']>[1]) =>
    checked(name, library.functionAt(index, given))
  const template = [attributes, ulong]
  const inputAndOutput = [bytes, ulong, bytes, changed]
  return {
    initialize: named('C_Initialize', 0, [koffi.pointer(types.initialization)]),
    finalize: named('C_Finalize', 1, [bytes]),
    getSlotList: named('C_GetSlotList', 4, ['uint8_t', bytes, changed]),
    getTokenInfo: named('C_GetTokenInfo', 6, [ulong, bytes]),
    openSession: named('C_OpenSession', 12, [ulong, ulong, bytes, bytes, result]),
    login: named('C_Login', 18, [ulong, ulong, bytes, ulong]),
    getAttributes: named('C_GetAttributeValue', 24, [ulong, ulong, koffi.inout(attributes), ulong]),
    findObjectsInit: named('C_FindObjectsInit', 26, [ulong, ...template]),
    findObjects: named('C_FindObjects', 27, [ulong, result, ulong, result]),
    findObjectsFinal: named('C_FindObjectsFinal', 28, [ulong]),
    decryptInit: named('C_DecryptInit', 33, [ulong, mechanism, ulong]),
    decrypt: named('C_Decrypt', 34, [ulong, ...inputAndOutput]),
    signInit: named('C_SignInit', 42, [ulong, mechanism, ulong]),
    sign: named('C_Sign', 43, [ulong, ...inputAndOutput]),
    generateKeyPair: named('C_GenerateKeyPair', 59, [
      ulong,
      mechanism,
      ...template,
      ...template,
      result,
      result,
    ]),
  }
}

/** The library writes into memory of JavaScript, which must not be collected meanwhile. */
const inUse = new Set<readonly unknown[]>()

function checked(name: string, call: ReturnType<NativeLibrary['functionAt']>) {
  return async (...values: unknown[]): Promise<void> => {
    inUse.add(values)
    try {
      const answer = Number(await call(...values))
      if (answer !== 0) throw new CryptokiError(name, answer)
    } finally {
      inUse.delete(values)
    }
  }
}
