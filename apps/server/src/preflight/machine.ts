import { statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Config } from '../config.ts'
import { mistake, ok, warning, type Finding } from './finding.ts'
import { within } from './within.ts'

/** Sign-in gives an issuer's clock half a minute; what is worse shows as refused tokens. */
const strangeSeconds = 5
const wrongSeconds = 30

/** Compares two clocks, read at the same moment, to the second. */
export function compareClocks(whose: string, there: Date, here: Date): Finding {
  const seconds = Math.round(Math.abs(there.getTime() - here.getTime()) / 1000)
  if (seconds <= strangeSeconds) return ok('clock', `agrees with that of ${whose}`)
  const problem = `differs from that of ${whose} by ${seconds} seconds`
  const remedy = 'set both by a time service (NTP)'
  return seconds > wrongSeconds
    ? mistake('clock', problem, remedy)
    : warning('clock', problem, remedy)
}

const lowBytes = 1024 ** 3
const leastBytes = 64 * 1024 ** 2

/** Room for the embedded database and the keys. */
export async function checkDisk({
  DATA_DIR: folder,
  DATABASE_URL: url,
}: Config): Promise<Finding[]> {
  if (url !== undefined) return []
  try {
    const free = await within(5000, freeBytes(folder))
    const text = `${Math.floor(free / 1024 ** 2)} MB are free for ${folder}`
    if (free >= lowBytes) return [ok('disk', text)]
    const remedy = 'make room, or set DATA_DIR to another disk'
    return [free < leastBytes ? mistake('disk', text, remedy) : warning('disk', text, remedy)]
  } catch {
    // A folder that cannot be looked at is told by its own check.
    return []
  }
}

async function freeBytes(folder: string): Promise<number> {
  try {
    const { bavail, bsize } = await statfs(folder)
    return bavail * bsize
  } catch (error) {
    if (dirname(folder) === folder) throw error
    return freeBytes(dirname(folder))
  }
}
