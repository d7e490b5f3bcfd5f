import { existsSync } from 'node:fs'
import type { Config } from '../config.ts'
import type { OpenStores } from '../keys/open-key-store.ts'
import { nameOfToken } from '../keys/token/token-address.ts'
import { mistake, ok, type Finding } from './finding.ts'

/**
 * Whether keys that are there can be opened. A file that is not there yet is left alone: opening would
 * make it. Where the database has keys already, it would be the wrong one.
 */
export async function checkKeyStore(
  config: Config,
  openKeys: () => Promise<OpenStores>,
  isExpected = false,
): Promise<Finding[]> {
  const { token, keyStorePath: path, KEY_STORE_PIN: pin, pinPath } = config
  if (!token && !existsSync(path) && isExpected) return [missingFile(path)]
  if (!token && !existsSync(path)) return [ok('KEY_STORE', `the first start makes ${path}`)]
  if (!token && pin === undefined && !existsSync(pinPath)) {
    const problem = `the keys in ${path} have a passphrase, which is neither set nor in ${pinPath}`
    return [mistake('KEY_STORE_PIN', problem, 'set the one that they were made with')]
  }
  try {
    await openKeys()
    return [ok('KEY_STORE', `${token ? nameOfToken(token) : path} can be opened`)]
  } catch (error) {
    return [keyStoreMistake(error instanceof Error ? error.message : String(error))]
  }
}

function missingFile(path: string): Finding {
  const problem = `the database has platform keys, whose private halves are not in ${path}: there is no such file`
  return mistake(
    'KEY_STORE',
    problem,
    'put back the key store of this database, or name where it is',
  )
}

/** The key store speaks in sentences of its own, which name no secret. */
function keyStoreMistake(message: string): Finding {
  const isSecret = /passphrase|PIN\b|pin-source/.test(message)
  return isSecret
    ? mistake(
        'KEY_STORE_PIN',
        message,
        'set the passphrase of the key file, or the PIN of the token',
      )
    : mistake('KEY_STORE', message, 'correct it, or restore the file (docs/operating/keys.md)')
}
