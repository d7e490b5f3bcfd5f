import { sql, type Expression, type RawBuilder, type SqlBool } from 'kysely'

/** The one letter that NFC makes an ASCII one, a `K`. */
const kelvinSign = '\u212A'

/**
 * The form in which ids of partners, user ids and user names are compared: ASCII letters without
 * their case, since Keycloak lower-cases names (partner.md 1.3, "Right"), all else exactly, after NFC.
 * Other letters are not folded, and a name with a Kelvin sign, which would be one with a `k`, is
 * itself alone. The database knows it as `pmp.user_id_key`.
 */
export function userIdKey(userId: string): string {
  if (userId.includes(kelvinSign)) return userId
  return userId.normalize('NFC').replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase())
}

/** Keycloak names the users of service accounts so. */
export function isServiceName(userName: string): boolean {
  return userIdKey(userName).startsWith('service-account-')
}

export function isSameUserId(one: string, other: string): boolean {
  return userIdKey(one) === userIdKey(other)
}

/** Whether a column holds this user id; nobody's id is in no row. Served by an index. */
export function holdsUserId(column: Expression<unknown>, userId: string | null) {
  if (userId === null) return sql<SqlBool>`false`
  return sql<SqlBool>`${userIdKeyOf(column)} = ${userIdKey(userId)}`
}

/** The rows of a list that are of partners of a user id; absent: everybody's, null: nobody's. */
export function ofPartnersOf(userId: string | null | undefined): RawBuilder<SqlBool>[] {
  if (userId === undefined) return []
  return [
    sql<SqlBool>`row.part_id = any(array(select partner.id from pms.partner as partner
      where ${holdsUserId(sql.ref('partner.userId'), userId)}))`,
  ]
}

/** The form of a column in which user ids are compared. */
export function userIdKeyOf(column: Expression<unknown>): RawBuilder<string> {
  return sql<string>`pmp.user_id_key(${column})`
}
