import { isObject } from '@pmp/contract'
import {
  closeSync,
  existsSync,
  fdatasyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm'
import { NodeFS } from '@electric-sql/pglite/nodefs'

type NodeFsInit = Parameters<NodeFS['init']>
type ModuleOptions = NodeFsInit[1]

/** How often the database asked the disk to hold on to what it wrote; read by a test. */
export const syncs = { count: 0 }

/**
 * PGlite's file system never syncs, even when it says so. This one does: a committed transaction is
 * on disk.
 */
class SyncingNodeFS extends NodeFS {
  override async init(pg: PGlite, options: ModuleOptions) {
    const { emscriptenOpts } = await super.init(pg, options)
    const syncing = (module: unknown) => {
      // Emscripten's file system has no types; only this one operation is replaced.
      const { NODEFS } = module as {
        NODEFS: { stream_ops: { fsync?: (stream: { nfd?: number }) => number } }
      }
      NODEFS.stream_ops.fsync = ({ nfd }) => {
        if (nfd !== undefined) fdatasyncSync(nfd)
        syncs.count += 1
        return 0
      }
    }
    return {
      emscriptenOpts: { ...emscriptenOpts, preRun: [...(emscriptenOpts.preRun ?? []), syncing] },
    }
  }
}

const syncedStart = [
  ...PGlite.defaultStartParams.filter((parameter) => parameter !== '-F'),
  '-c',
  'wal_sync_method=fsync',
]

/** What migrations may ask for; it comes with the package. */
const extensions = { pg_trgm }

const lockName = 'database.lock'

/** Where the files of the embedded database of a folder lie. */
export const embeddedPath = (dataDir: string): string => join(dataDir, 'database')

/**
 * Opens the embedded database of a folder, which belongs to this process until it is closed.
 * @throws {Error} naming the process that has it
 */
export async function openEmbedded(
  dataDir: string,
): Promise<{ pglite: PGlite; close(): Promise<void> }> {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const lock = join(dataDir, lockName)
  takeLock(lock)
  try {
    const fs = new SyncingNodeFS(embeddedPath(dataDir))
    const pglite = await PGlite.create({ fs, startParams: syncedStart, extensions })
    return {
      pglite,
      async close() {
        await pglite.close()
        rmSync(lock, { force: true })
      },
    }
  } catch (error) {
    rmSync(lock, { force: true })
    throw error
  }
}

/** An embedded database in memory, from a prepared data folder if one is given. */
export async function openInMemory(prepared?: Blob) {
  const pglite = await PGlite.create({
    extensions,
    ...(prepared ? { loadDataDir: prepared } : {}),
  })
  return { pglite, close: () => pglite.close() }
}

/** PGlite does not lock its folder, and a second process would lose data silently. */
function takeLock(path: string): void {
  const holder = holderOf(path)
  if (holder !== undefined) {
    throw new Error(`The embedded database is in use by process ${holder} (${path})`)
  }
  rmSync(path, { force: true })
  const file = openSync(path, 'wx', 0o600)
  writeSync(file, `${process.pid} ${startOf(process.pid)}`)
  closeSync(file)
}

/** The process that has the embedded database of a folder open, if one has. */
export function holderOfEmbedded(dataDir: string): number | undefined {
  return holderOf(join(dataDir, lockName))
}

function holderOf(path: string): number | undefined {
  if (!existsSync(path)) return undefined
  const [pid, startedAt] = readFileSync(path, 'utf8').split(' ')
  const holder = Number(pid)
  return isRunning(holder) && startedAt === startOf(holder) ? holder : undefined
}

/**
 * When a process began, where the system tells: after a crash its number may be somebody else's, in
 * a container even ours.
 */
function startOf(pid: number): string {
  const status = `/proc/${pid}/stat`
  if (!existsSync(status)) return '-'
  // Field 22 (proc(5)); the name in field 2 may hold spaces, but it ends with the last parenthesis.
  const [, fields = ''] = readFileSync(status, 'utf8').split(/\)(?!.*\))/s)
  return fields.trim().split(' ')[19] ?? '-'
}

function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // Somebody else's process exists, too.
    return isObject(error) && error['code'] === 'EPERM'
  }
}
