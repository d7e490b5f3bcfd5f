import { randomBytes } from 'node:crypto'
import { hash } from '@node-rs/argon2'
import { Failure, roles } from '@pmp/contract'
import { sql, type RawBuilder } from 'kysely'
import type { Config } from '../config.ts'
import { isUniqueViolation, type Database } from '../database/database.ts'
import { embeddedIssuer } from './persons.ts'
import { holdsUserId } from './user-ids.ts'

/** What Keycloak keeps as user attributes and maps into the token (integration.md 8.3). */
interface AccountAttributes {
  organizationName?: string
  partnerType?: string
  phoneNumber?: string
  address?: string
  /** Three-letter code, e.g. `eng`. */
  langCode?: string
  locale?: string
}

/** A person known to the embedded provider. */
export interface Account {
  id: string
  userName: string
  email: string
  givenName: string
  familyName: string
  attributes: AccountAttributes
  roles: readonly string[]
  isEnabled: boolean
}

interface NewAccount extends Omit<Account, 'id' | 'isEnabled'> {
  password: string
}

// OWASP's first choice for argon2id: 19 MiB, two passes, one lane.
const argon2id = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const

/** How every stored hash begins. */
export const argon2idPrefix = `$argon2id$v=19$m=${argon2id.memoryCost},t=${argon2id.timeCost},p=${argon2id.parallelism}`

/** An argon2id hash in PHC format. Takes about 30 ms. */
function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFKC'), argon2id)
}

/** Guessed first by everybody; each is as long as the shortest password that can be configured. */
const mostCommon: ReadonlySet<string> = new Set(
  `123456789012 1234567890 12345678 123123123 11111111 password password1 password12 password123
   password1234 passwordpassword qwertyuiop qwerty123456 1q2w3e4r5t6y iloveyou iloveyou123
   administrator admin123 admin1234 adminadmin welcome1 welcome123 letmein123 changeme
   changeme123 changeit123 mosip123 mosipmosip mosip123456`.split(/\s+/),
)

/**
 * Checks a new password: long enough, not around the user name, not one that everybody tries.
 * @throws {Failure} password_too_weak
 */
export function checkPassword(password: string, userName: string, minLength: number): void {
  const text = password.normalize('NFKC').toLowerCase()
  const isRepeated = /^(.{1,3})\1+$/u.test(text)
  const isWeak =
    Array.from(text).length < minLength ||
    text.includes(userName.toLowerCase()) ||
    mostCommon.has(text) ||
    isRepeated
  if (isWeak) throw new Failure('password_too_weak')
}

const columns = [
  'id',
  'username as userName',
  'email',
  'givenName',
  'familyName',
  'attributes',
  'roles',
  'isEnabled',
] as const

/**
 * Stores an account; the password only as a hash.
 * @throws {Failure} user_name_taken · account_email_taken
 */
export async function createAccount(
  db: Database,
  account: NewAccount,
  now: Date,
): Promise<Account> {
  await checkFree(db, account)
  const { password, userName, attributes, roles, ...person } = account
  const passwordHash = await hashPassword(password)
  try {
    const row = await db
      .insertInto('pmp.account')
      .values({
        ...person,
        username: userName,
        passwordHash,
        roles: [...roles],
        attributes: JSON.stringify(attributes),
        crDtimes: now,
      })
      .returning(columns)
      .executeTakeFirstOrThrow()
    return toAccount(row)
  } catch (error) {
    // Somebody was faster. The transaction is lost now, so which of the two is asked no more.
    if (isUniqueViolation(error)) throw new Failure('user_name_taken')
    throw error
  }
}

async function checkFree(db: Database, { userName, email }: NewAccount): Promise<void> {
  const sameName = holdsUserId(sql.ref('username'), userName)
  const taken = await db
    .selectFrom('pmp.account')
    .select(sameName.as('hasName'))
    .where((where) => where.or([sameName, sql<boolean>`lower(email) = lower(${email})`]))
    .orderBy(sameName, 'desc')
    .limit(1)
    .executeTakeFirst()
  if (taken) throw new Failure(taken.hasName ? 'user_name_taken' : 'account_email_taken')
}

/** The account of a user name, whatever its case. */
export async function findByUserName(db: Database, userName: string): Promise<Account | undefined> {
  const row = await db
    .selectFrom('pmp.account')
    .select(columns)
    .where(holdsUserId(sql.ref('username'), userName))
    .executeTakeFirst()
  return row && toAccount(row)
}

/** The account of the person who is bound to a user id; one of that name may be somebody else's. */
export async function findAccountOfOwner(
  db: Database,
  userId: string,
): Promise<Account | undefined> {
  const row = await db
    .selectFrom('pmp.account')
    .select(columns)
    .where(isOfOwner(userId))
    .executeTakeFirst()
  return row && toAccount(row)
}

/** Whether the person of an account is bound to a user id. */
function isOfOwner(userId: string): RawBuilder<boolean> {
  return sql<boolean>`id::text = (select person.sub from pmp.person person
    where person.issuer = ${embeddedIssuer} and ${holdsUserId(sql.ref('person.userId'), userId)})`
}

/** Renames the organisation of a user's account, where it carries the name that is given up. */
export async function renameOrganization(
  db: Database,
  { userId, ...name }: { userId: string; previous: string; next: string },
  now: Date,
): Promise<void> {
  await db
    .updateTable('pmp.account')
    .set({
      attributes: sql`attributes || jsonb_build_object('organizationName', ${name.next}::text)`,
      updDtimes: now,
    })
    .where(isOfOwner(userId))
    .where(sql<boolean>`attributes ->> 'organizationName' = ${name.previous}`)
    .execute()
}

/** The account of an id, unless it is switched off. */
export async function findEnabled(db: Database, id: string): Promise<Account | undefined> {
  const row = await db
    .selectFrom('pmp.account')
    .select(columns)
    .where('id', '=', id)
    .where('isEnabled', '=', true)
    .executeTakeFirst()
  return row && toAccount(row)
}

function toAccount(row: Omit<Account, 'attributes'> & { attributes: unknown }): Account {
  // Only functions of this file write the column.
  return { ...row, attributes: row.attributes ?? {} }
}

/**
 * Creates the first administrator of the embedded provider, unless that user name exists.
 * @returns the password to print, when it was generated; it can be read nowhere else
 */
export async function ensureFirstAdministrator(
  db: Database,
  config: Config,
  now: Date,
): Promise<{ userName: string; password: string } | undefined> {
  const userName = config.ADMIN_USERNAME
  if (!config.isEmbeddedIssuer || (await findByUserName(db, userName))) return undefined
  const password = config.ADMIN_PASSWORD ?? randomBytes(15).toString('base64url')
  const administrator = {
    userName,
    password,
    email: `${userName}@localhost.localdomain`,
    givenName: 'Partner',
    familyName: 'Administrator',
    attributes: { langCode: config.LANGUAGES[0] ?? 'eng', locale: config.LANGUAGES[0] ?? 'eng' },
    roles: [roles.partnerAdmin, roles.policyManager],
  }
  try {
    await createAccount(db, administrator, now)
  } catch (error) {
    // A replica that starts at the same moment has made it.
    if (error instanceof Failure && error.failure === 'user_name_taken') return undefined
    throw error
  }
  return config.ADMIN_PASSWORD === undefined ? { userName, password } : undefined
}
