import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { TokenAddress } from './token-address.ts'

/** A number of the token's: handles, identifiers, lengths. */
export type Ulong = number | bigint
/** Address of something outside JavaScript. */
type Pointer = bigint
/** A type of C, by its name or as declared. */
type CType = string | { readonly name: string }

interface NativeFunction {
  async(...values: [...unknown[], (error: Error | null, result: Ulong) => void]): void
}

interface LoadedLibrary {
  func(name: string, result: CType, given: CType[]): (value: unknown) => Ulong
}

/** The part of koffi that is used here; its packages for the platforms bring no types. */
export interface Koffi {
  load(path: string): LoadedLibrary
  struct(fields: Record<string, CType>): CType
  pack(fields: Record<string, CType>): CType
  pointer(to: CType): CType
  out(type: CType): CType
  inout(type: CType): CType
  proto(result: CType, given: CType[]): CType
  sizeof(type: CType): number
  encode(target: Uint8Array, type: CType, value: unknown): void
  decode(from: Pointer, offset: number, type: 'void *'): Pointer
  decode(from: Pointer, type: CType): NativeFunction
}

export interface NativeLibrary {
  koffi: Koffi
  /** To be held as long as functions are called: the library is unloaded when this is collected. */
  handle: LoadedLibrary
  /** PKCS#11 is packed without gaps on Windows only. Version 2.40, section 2.1. */
  isPacked: boolean
  /** The entry of the function list at this place, to be called beside the event loop. */
  functionAt(index: number, given: CType[]): (...values: unknown[]) => Promise<Ulong>
}

const folders = [
  '/usr/lib/x86_64-linux-gnu',
  '/usr/lib/aarch64-linux-gnu',
  '/usr/lib64',
  '/usr/lib',
  '/usr/local/lib',
  '/opt/homebrew/lib',
].flatMap((folder) => [folder, `${folder}/pkcs11`, `${folder}/softhsm`])

/**
 * Loads the library of a token's maker.
 * @throws {Error} when it is not there, is no PKCS#11 library, or this platform cannot load any
 */
export function loadNativeLibrary(module: TokenAddress['module']): NativeLibrary {
  const path = 'path' in module ? module.path : findLibrary(module.name)
  if (!existsSync(path)) throw new Error(`The PKCS#11 module ${path} does not exist`)
  const koffi = loadKoffi()
  try {
    const handle = koffi.load(path)
    const list: [Pointer] = [0n]
    const type = koffi.out(koffi.pointer('void *'))
    handle.func('C_GetFunctionList', 'unsigned long', [type])(list)
    return overFunctions(koffi, handle, list[0])
  } catch (cause) {
    throw new Error(`${path} cannot be loaded as PKCS#11 module: ${String(cause)}`, { cause })
  }
}

/** RFC 7512 §2.3: `module-name` leaves out folder and ending. */
function findLibrary(name: string): string {
  const files = folders.flatMap((folder) => [`${folder}/lib${name}.so`, `${folder}/${name}.so`])
  const found = files.find((file) => existsSync(file))
  if (found) return found
  throw new Error(`No PKCS#11 module ${name} in the usual folders: give its module-path`)
}

/** Prebuilt, one package per platform, none with an install script (docs/decisions/0012). */
function loadKoffi(): Koffi {
  const name = `@koromix/koffi-${process.platform}-${process.arch}`
  try {
    return createRequire(import.meta.url)(name)
  } catch (cause) {
    throw new Error(`A PKCS#11 token needs the optional package ${name}`, { cause })
  }
}

function overFunctions(koffi: Koffi, handle: LoadedLibrary, list: Pointer): NativeLibrary {
  const isPacked = process.platform === 'win32'
  const pointerBytes = koffi.sizeof('void *')
  // Two bytes of version come first, filled up to a pointer where structures are not packed.
  const start = isPacked ? 2 : pointerBytes
  return {
    koffi,
    handle,
    isPacked,
    functionAt(index, given) {
      const address = koffi.decode(list, start + index * pointerBytes, 'void *')
      const call = koffi.decode(address, koffi.proto('unsigned long', given))
      return (...values) =>
        new Promise((resolve, reject) => {
          call.async(...values, (error, result) => (error ? reject(error) : resolve(result)))
        })
    },
  }
}
