import { isObject } from '@pmp/contract'
import { mistake, type Finding } from './finding.ts'
import { networkProblem } from './network-problem.ts'

/** Why there is no connection, by PostgreSQL's own codes (its appendix A), and what to do about it. */
const refusals: Readonly<Record<string, (at: Place) => readonly [string, string]>> = {
  '28P01': ({ user }) => [`the server refuses the password of \`${user}\``, 'correct it'],
  '28000': ({ user }) => [
    `the server does not let \`${user}\` in from here`,
    'create that role, or allow it in pg_hba.conf',
  ],
  '3D000': ({ database }) => [
    `there is no database \`${database}\``,
    `correct the name, or as an administrator: CREATE DATABASE "${database}" ENCODING 'UTF8'`,
  ],
  '42501': ({ user, database }) => [
    `\`${user}\` may not connect to the database \`${database}\``,
    `as its owner: GRANT CONNECT ON DATABASE "${database}" TO "${user}"`,
  ],
  '53300': () => [
    'the server has no connection left',
    'lower DATABASE_CONNECTIONS of its clients, or raise max_connections',
  ],
  '57P03': () => ['the server is starting or stopping', 'start again when it is up'],
}

interface Place {
  user: string
  database: string
}

/** What keeps the product from connecting, without the password. */
export function databaseRefusal(url: string, error: unknown): Finding {
  const { hostname, port, username, pathname } = new URL(url)
  const user = decoded(username) || 'its default user'
  const database = decoded(pathname.slice(1)) || user
  const place = `${hostname || 'localhost'}:${port || '5432'}`
  const told = wordsOf(error, { user, database })
  if (told) return mistake('DATABASE_URL', `at ${place}, ${told[0]}`, told[1])
  return mistake(
    'DATABASE_URL',
    `${place} cannot be used: ${withoutSecret(networkProblem(error).text, url)}`,
    'start PostgreSQL there, or correct host, port and TLS',
  )
}

/** As the driver reads it: a percent sign that begins no octet stands for itself. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function wordsOf(error: unknown, at: Place): readonly [string, string] | undefined {
  const code = isObject(error) ? error['code'] : undefined
  return typeof code === 'string' ? refusals[code]?.(at) : undefined
}

/** Drivers quote what they were given. */
function withoutSecret(text: string, url: string): string {
  const { password } = new URL(url)
  const forms = [password, decoded(password)].filter((form) => form !== '')
  return forms.reduce((left, form) => left.replaceAll(form, '…'), text)
}
