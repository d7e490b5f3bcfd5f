import { constants, existsSync } from 'node:fs'
import { access, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { userInfo } from 'node:os'
import { isObject } from '@pmp/contract'
import type { Config } from '../config.ts'
import { mistake, ok, warning, type Finding } from './finding.ts'
import { NoAnswer, within } from './within.ts'

/** A call into a file system whose server is gone never comes back. */
const answerMs = 5000

interface Place {
  setting: string
  folder: string
  /** What was made there at an earlier start is all that is needed now; empty for what changes always. */
  made: readonly string[]
}

/**
 * Whether the folders that the product writes to are folders, there or to be made, and take files. Asks
 * for permissions only: nothing is written.
 */
export async function checkFolders(config: Config): Promise<Finding[]> {
  const answers = placesOf(config).map(async (place) => within(answerMs, judge(place)))
  return Promise.all(
    answers.map(async (answer, at) =>
      answer.catch((error: unknown) => asFinding(config, error, at)),
    ),
  )
}

function asFinding(config: Config, error: unknown, at: number): Finding {
  const { setting = 'DATA_DIR', folder = '' } = placesOf(config)[at] ?? {}
  const remedy = 'mend or mount its drive again, or set another folder'
  if (!(error instanceof NoAnswer)) {
    return mistake(setting, `${folder} cannot be looked at (${codeOf(error)})`, remedy)
  }
  const problem = `the file system of ${folder} does not answer within ${answerMs / 1000} seconds`
  return { ...mistake(setting, problem, remedy), hangs: true }
}

/** With a database server, a token and another issuer nothing is kept in files. */
function placesOf(config: Config): Place[] {
  const { DATA_DIR: folder, DATABASE_URL: url, token, keyStorePath, pinPath } = config
  const hasKeyFile = token === undefined || config.isEmbeddedIssuer
  const hasPin = hasKeyFile && (config.KEY_STORE_PIN === undefined || token !== undefined)
  const isInside = dirname(keyStorePath) === folder
  const inside = [...(hasKeyFile && isInside ? [keyStorePath] : []), ...(hasPin ? [pinPath] : [])]
  const places: Place[] = []
  if (url === undefined) places.push({ setting: 'DATA_DIR', folder, made: [] })
  else if (inside.length > 0) places.push({ setting: 'DATA_DIR', folder, made: inside })
  if (hasKeyFile && !isInside) {
    places.push({ setting: 'KEY_STORE', folder: dirname(keyStorePath), made: [keyStorePath] })
  }
  return places
}

async function judge({ setting, folder, made }: Place): Promise<Finding> {
  const found = await nearest(folder)
  if (!found.isFolder) {
    const problem = `${found.path} is a file, not a folder`
    return mistake(setting, problem, 'set a folder, which need not exist yet')
  }
  const refusal = await access(found.path, constants.W_OK | constants.X_OK).then(
    () => undefined,
    (error: unknown) => codeOf(error),
  )
  if (refusal === undefined) return ok(setting, `${folder} can be written to`)
  const problem = refusalOf(refusal, found.path)
  const remedy = 'make it writable for this user, or set another folder'
  return made.length > 0 && made.every((file) => existsSync(file))
    ? warning(setting, `${problem}, so keys cannot be renewed`, remedy)
    : mistake(setting, problem, remedy)
}

function refusalOf(code: string, path: string): string {
  if (code === 'EROFS') return `${path} lies on a read-only file system`
  if (code === 'EACCES' || code === 'EPERM') {
    return `${path} may not be written to by the user ${nameOfUser()}`
  }
  return `${path} cannot be used (${code})`
}

/** Containers run as numbers that have no name. */
function nameOfUser(): string {
  try {
    return userInfo().username
  } catch {
    return String(process.getuid?.() ?? 'of this process')
  }
}

/** The folder itself, or what of its path is there. */
async function nearest(path: string): Promise<{ path: string; isFolder: boolean }> {
  try {
    return { path, isFolder: (await stat(path)).isDirectory() }
  } catch (error) {
    const isMissing = ['ENOENT', 'ENOTDIR'].includes(codeOf(error))
    if (!isMissing || dirname(path) === path) throw error
    return nearest(dirname(path))
  }
}

function codeOf(error: unknown): string {
  return isObject(error) && typeof error['code'] === 'string' ? error['code'] : String(error)
}
