import type { Config } from '../config.ts'
import { holderOfEmbedded, embeddedPath } from '../database/embedded.ts'
import { readServerState, type ServerState } from '../database/server-state.ts'
import { existsSync } from 'node:fs'
import { databaseRefusal } from './database-refusal.ts'
import { judgeServer } from './database-rights.ts'
import { mistake, ok, type Finding } from './finding.ts'

export interface DatabaseLook {
  findings: readonly Finding[]
  /** Nothing of the product is there yet, or nobody can tell. */
  isNew: boolean
  /** It has platform keys whose private halves a key store must have. */
  hasKeys?: boolean
  /** The server's time, and when it was asked for. */
  clock?: { there: Date; here: Date }
}

/** Looks at the database without changing it: PostgreSQL by a connection, the embedded one from outside. */
export async function lookAtDatabase(config: Config, mayBeInUse: boolean): Promise<DatabaseLook> {
  const { DATABASE_URL: url } = config
  return url === undefined ? lookAtEmbedded(config, mayBeInUse) : lookAtServer(url)
}

function lookAtEmbedded({ DATA_DIR: dataDir }: Config, mayBeInUse: boolean): DatabaseLook {
  const isNew = !existsSync(embeddedPath(dataDir))
  const holder = holderOfEmbedded(dataDir)
  if (holder !== undefined && !mayBeInUse) {
    const problem = `the embedded database in ${dataDir} is in use by process ${holder}`
    const remedy = 'stop that one, set another folder, or set DATABASE_URL for several processes'
    return { findings: [mistake('DATA_DIR', problem, remedy)], isNew }
  }
  const state = isNew
    ? 'the first start makes it'
    : 'opened by the portal alone, so not looked into'
  const use = holder === undefined ? '' : `, in use by process ${holder}`
  return { findings: [ok('DATABASE_URL', `unset: embedded database${use}; ${state}`)], isNew }
}

async function lookAtServer(url: string): Promise<DatabaseLook> {
  let state: ServerState
  try {
    state = await readServerState(url)
  } catch (error) {
    return { findings: [databaseRefusal(url, error)], isNew: true }
  }
  const { findings, isNew } = judgeServer(state)
  return { findings, isNew, hasKeys: state.hasKeys, clock: { there: state.now, here: new Date() } }
}
