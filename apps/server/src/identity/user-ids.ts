import { sql, type Expression, type RawBuilder, type SqlBool } from 'kysely'

/**
 * The form in which user ids are compared: ASCII letters without their case, since Keycloak
 * lower-cases names (partner.md 1.3, "Right"), all else exactly, after NFC. Other letters are not
 * folded: the Kelvin sign would become a `k`. The database knows it as `pmp.user_id_key`.
 */
export function userIdKey(userId: string): string {
  return userId.normalize('NFC').replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase())
}

export function isSameUserId(one: string, other: string): boolean {
  return userIdKey(one) === userIdKey(other)
}

/** Whether a column holds this user id; nobody's id is in no row. Served by an index. */
export function holdsUserId(column: Expression<unknown>, userId: string | null) {
  if (userId === null) return sql<SqlBool>`false`
  return sql<SqlBool>`${userIdKeyOf(column)} = ${userIdKey(userId)}`
}

/** The form of a column in which user ids are compared. */
export function userIdKeyOf(column: Expression<unknown>): RawBuilder<string> {
  return sql<string>`pmp.user_id_key(${column})`
}
