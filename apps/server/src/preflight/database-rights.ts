import { layoutProblem } from '../database/layout.ts'
import { pendingMigrations } from '../database/migrate.ts'
import type { SchemaState, ServerState } from '../database/server-state.ts'
import { mistake, ok, warning, type Finding } from './finding.ts'

const setting = 'DATABASE_URL'
const oldest = 130_000
const wanted = ['pms', 'keymgr', 'pmp', 'pmp_jobs']

/** What a server that answers must also be: recent, writable, ours or empty, and open to this user. */
export function judgeServer(state: ServerState): { findings: Finding[]; isNew: boolean } {
  const isNew = !state.schemas.some(({ name }) => name === 'pmp')
  const wrong = serverProblem(state)
  if (wrong) return { findings: [wrong], isNew }
  const pending = readPending(state)
  if (!Array.isArray(pending)) return { findings: [pending], isNew }
  const findings = pending.length > 0 ? judgeUpgrade(state, pending) : judgeUse(state)
  if (state.encoding !== 'UTF8') findings.push(otherEncoding(state.encoding))
  const isSound = findings.every((finding) => finding.state !== 'mistake')
  const what = `${state.version.split(' ').slice(0, 2).join(' ')}, database ${state.database} as ${state.user}`
  return { findings: isSound ? [ok(setting, what), ...findings] : findings, isNew }
}

function serverProblem({ version, versionNumber, isReadOnly }: ServerState): Finding | undefined {
  const remedy = 'name a PostgreSQL server of version 13 or later'
  if (versionNumber === undefined) {
    return mistake(setting, `the server is not PostgreSQL but ${version.slice(0, 60)}`, remedy)
  }
  if (versionNumber < oldest) {
    const [, number] = version.split(' ')
    return mistake(setting, `the server is PostgreSQL ${number}, which is too old`, remedy)
  }
  if (!isReadOnly) return undefined
  return mistake(setting, 'the server takes no changes: a standby', 'name the primary server')
}

type Pending = ReturnType<typeof pendingMigrations>

/** Where the user may not read what ran, nothing of that is pending for it: it may not use the rest either. */
function readPending(state: ServerState): Pending | Finding {
  const own = state.schemas.find(({ name }) => name === 'pmp')
  const isHidden = own && (!own.mayUse || own.closedTables.includes('schema_migration'))
  if (isHidden) return []
  try {
    return pendingMigrations(state.applied)
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error)
    return mistake(
      setting,
      problem,
      'run the release that the database was made with, or a later one',
    )
  }
}

/** Whether this user may make what pending migrations make. */
function judgeUpgrade(state: ServerState, pending: Pending): Finding[] {
  const layout = state.columns.size > 0 && state.applied.size === 0 && layoutProblem(state.columns)
  if (layout) return [mistake(setting, layout.problem, layout.remedy)]
  const rights = lackingForUpgrade(state, pending)
  if (rights.length > 0) {
    const problem = `${counted(pending)} to be run, and ${rights.join(', and ')}`
    return [mistake(setting, problem, byOwner(state))]
  }
  const isFirst = state.applied.size === 0
  if (isFirst) return [ok('migrations', 'the first start makes the schemas')]
  return [warning('migrations', `${counted(pending)} to be run`, 'the next start does it')]
}

const counted = ({ length }: Pending) =>
  length === 1 ? 'a migration of the database is' : `${length} migrations of the database are`

function lackingForUpgrade(state: ServerState, pending: Pending): string[] {
  const { user, database, schemas } = state
  const missing = wanted.filter((name) => !schemas.some((schema) => schema.name === name))
  const touched = schemas.filter(({ name }) =>
    pending.some(({ text }) => text.includes(`${name}.`)),
  )
  const foreign = touched.filter(({ foreignTables }) => foreignTables.length > 0)
  const closed = touched.filter(({ mayCreate }) => !mayCreate)
  const lacks: string[] = []
  // PostgreSQL asks for the right also where the schema is there already.
  const makesOne = missing.length > 0 || pending.some(({ text }) => text.includes('create schema'))
  if (makesOne && !state.mayCreateSchemas) {
    lacks.push(`\`${user}\` may not create schemas in the database \`${database}\``)
  }
  for (const { name } of closed) lacks.push(`\`${user}\` may not create in the schema ${name}`)
  for (const { name, foreignTables } of foreign) {
    lacks.push(`\`${user}\` does not own ${foreignTables.length} tables of the schema ${name}`)
  }
  return lacks
}

/** The statement alone is not always enough: indexes and triggers are made by owners of their tables. */
function byOwner({ user, database, schemas }: ServerState): string {
  const prepare = `run \`pmp migrate\` once with the DATABASE_URL of the owner and grant the rest to \`${user}\` (docs/operating/start.md)`
  const isEmpty = !schemas.some(({ name }) => wanted.includes(name))
  return isEmpty ? `${prepare}, or: GRANT CREATE ON DATABASE "${database}" TO "${user}"` : prepare
}

/** Whether this user may work in a database that is up to date. */
function judgeUse(state: ServerState): Finding[] {
  const { schemas, user } = state
  const found = schemas.filter(({ name }) => wanted.includes(name))
  const closed = found.filter(({ mayUse, closedTables }) => !mayUse || closedTables.length > 0)
  if (closed.length > 0) {
    const names = closed.map(({ name }) => name).join(', ')
    return [mistake(setting, `\`${user}\` may not ${whatIn(closed)}`, grantsFor(names, user))]
  }
  const hasJobs = found.some(({ name }) => name === 'pmp_jobs')
  if (!hasJobs && !state.mayCreateSchemas) {
    const problem = `the schema pmp_jobs is missing, and \`${user}\` may not create it`
    return [mistake(setting, problem, byOwner(state))]
  }
  return [ok('migrations', 'none is pending')]
}

function whatIn(closed: readonly SchemaState[]): string {
  return closed
    .map(({ name, mayUse, closedTables: [first, ...more] }) =>
      mayUse
        ? `read and change ${name}.${first}${more.length > 0 ? ` and ${more.length} more` : ''}`
        : `use the schema ${name}`,
    )
    .join(', nor ')
}

function grantsFor(names: string, user: string): string {
  return [
    `as their owner: GRANT USAGE ON SCHEMA ${names} TO "${user}"`,
    `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${names} TO "${user}"`,
    `GRANT USAGE ON ALL SEQUENCES IN SCHEMA ${names} TO "${user}"`,
  ].join('; ')
}

function otherEncoding(encoding: string): Finding {
  const problem = `the database is written in ${encoding}, which does not hold every name`
  return warning(setting, problem, "make databases with ENCODING 'UTF8'")
}
