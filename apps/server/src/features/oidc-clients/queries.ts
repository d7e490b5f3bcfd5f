import { readStoredName } from '@pmp/contract'
import { publicMembers, type ClientJwk } from '@pmp/contract/client-rules'
import { sql } from 'kysely'
import type { Database } from '../../database/database.ts'
import { hangsOn, type Hanging, type Holder } from '../../database/holder.ts'
import type { ClientContent } from '../../esignet/client-content.ts'
import { objectIn } from './client-key.ts'

const clientColumns = [
  'id',
  'name',
  'rpId',
  'policyId',
  'logoUri',
  'redirectUris',
  'claims',
  'acrValues',
  'publicKey',
  'grantTypes',
  'authMethods',
  'additionalConfig',
  'status',
] as const

/** A client as it is stored. */
export async function findClient(db: Database, id: string) {
  return db
    .selectFrom('pms.oidcClient')
    .select(clientColumns)
    .where('id', '=', id)
    .executeTakeFirst()
}

export type StoredClient = NonNullable<Awaited<ReturnType<typeof findClient>>>

/** The same, held until the transaction ends, so that changes follow one another. */
export async function lockClient(db: Database, id: string) {
  return db
    .selectFrom('pms.oidcClient')
    .select(clientColumns)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
}

/** What eSignet is to be told of a client now. */
export async function findClientContent(
  db: Database,
  clientId: string,
): Promise<ClientContent | undefined> {
  const stored = await findClient(db, clientId)
  return stored && contentOf(stored)
}

/** The lists, names and JSON of a stored client read. */
export function contentOf(stored: StoredClient): ClientContent {
  return {
    clientId: stored.id,
    ...readStoredName(stored.name),
    publicKey: publicMembers(objectIn(stored.publicKey) ?? {}),
    relyingPartyId: stored.rpId,
    userClaims: listIn(stored.claims),
    authContextRefs: listIn(stored.acrValues),
    logoUri: stored.logoUri,
    redirectUris: listIn(stored.redirectUris),
    grantTypes: listIn(stored.grantTypes),
    clientAuthMethods: listIn(stored.authMethods),
    additionalConfig: objectIn(stored.additionalConfig ?? '') ?? null,
    status: stored.status.toUpperCase() === 'INACTIVE' ? 'INACTIVE' : 'ACTIVE',
  }
}

/** Lists are stored with commas between their values (database.md 2.8). */
function listIn(stored: string): string[] {
  return stored === '' ? [] : stored.split(',')
}

/** What a change of a client may replace. */
interface ChangeableParts {
  /** As it is stored: see `storedName`. */
  name: string
  logoUri: string
  redirectUris: readonly string[]
  grantTypes: readonly string[]
  clientAuthMethods: readonly string[]
  additionalConfig: Record<string, unknown> | null
}

interface NewClient extends ChangeableParts {
  id: string
  partnerId: string
  policyId: string
  claims: readonly string[]
  acrValues: readonly string[]
  publicKey: ClientJwk
  actor: string
  now: Date
}

function columnsOf(parts: ChangeableParts) {
  return {
    name: parts.name,
    logoUri: parts.logoUri,
    redirectUris: parts.redirectUris.join(','),
    grantTypes: parts.grantTypes.join(','),
    authMethods: parts.clientAuthMethods.join(','),
    additionalConfig: parts.additionalConfig && JSON.stringify(parts.additionalConfig),
  }
}

/** Stores a new client. @returns false where one with its key is there already */
export async function insertClient(db: Database, client: NewClient): Promise<boolean> {
  const inserted = await db
    .insertInto('pms.oidcClient')
    .values({
      ...columnsOf(client),
      id: client.id,
      rpId: client.partnerId,
      policyId: client.policyId,
      claims: client.claims.join(','),
      acrValues: client.acrValues.join(','),
      publicKey: JSON.stringify(client.publicKey),
      status: 'ACTIVE',
      isDeleted: false,
      crBy: client.actor,
      crDtimes: client.now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return inserted.numInsertedOrUpdatedRows === 1n
}

interface ClientChange {
  id: string
  actor: string
  now: Date
}

export async function replaceParts(
  db: Database,
  { id, actor, now }: ClientChange,
  parts: ChangeableParts,
): Promise<void> {
  await db
    .updateTable('pms.oidcClient')
    .set({ ...columnsOf(parts), updBy: actor, updDtimes: now })
    .where('id', '=', id)
    .execute()
}

export async function changeStatus(
  db: Database,
  { id, actor, now }: ClientChange,
  status: 'ACTIVE' | 'INACTIVE',
): Promise<void> {
  await db
    .updateTable('pms.oidcClient')
    .set({ status, updBy: actor, updDtimes: now })
    .where('id', '=', id)
    .execute()
}

function activeClientsOn(db: Database, holder: Holder) {
  return db
    .selectFrom('pms.oidcClient as client')
    .where(sql<boolean>`upper(client.status) <> 'INACTIVE'`)
    .where(hangsOn(holder, { partner: 'client.rpId', policy: 'client.policyId' }))
}

export async function countActiveClientsOn(db: Database, holder: Holder): Promise<number> {
  const { total } = await activeClientsOn(db, holder)
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  return total
}

/** Active clients that hang on something, oldest first. */
export async function findActiveClientsOn(
  db: Database,
  holder: Holder,
  limit: number,
): Promise<Hanging[]> {
  const clients = await activeClientsOn(db, holder)
    .leftJoin('pms.partner as partner', 'partner.id', 'client.rpId')
    .leftJoin('pms.authPolicy as policy', 'policy.id', 'client.policyId')
    .select(['client.name', 'client.rpId as partnerId'])
    .select(['partner.name as orgName', 'policy.name as policyName'])
    .orderBy('client.crDtimes')
    .orderBy('client.id')
    .limit(limit)
    .execute()
  return clients.map((client) => ({ ...client, name: readStoredName(client.name).name }))
}

/** Some of them, held; in the order of their ids, so that two who end clients never wait in a circle. */
export async function lockActiveClientsOn(db: Database, holder: Holder, limit: number) {
  return activeClientsOn(db, holder)
    .select(clientColumns.map((name) => `client.${name}` as const))
    .orderBy('client.id')
    .limit(limit)
    .forUpdate()
    .execute()
}

/** Switches clients off that are held. */
export async function endClients(
  db: Database,
  ids: readonly string[],
  { actor, now }: Omit<ClientChange, 'id'>,
): Promise<void> {
  await db
    .updateTable('pms.oidcClient')
    .set({ status: 'INACTIVE', updBy: actor, updDtimes: now })
    .where(sql<boolean>`id = any(${[...ids]})`)
    .execute()
}
