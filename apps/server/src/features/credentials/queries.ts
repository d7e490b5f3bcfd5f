import { sql } from 'kysely'
import type { Database } from '../../database/database.ts'
import { hangsOn, type Hanging, type Holder } from '../../database/holder.ts'
import { randomDigits, withFreshId } from '../../database/ids.ts'

interface Extractor {
  attributeName: string
  biometricModality: string
  biometricSubTypes: string | null
  extractorProvider: string
  extractorProviderVersion: string | null
}

export async function findExtractors(db: Database, partnerId: string, policyId: string) {
  return db
    .selectFrom('pms.partnerPolicyBioextract')
    .select([
      'id',
      'attributeName',
      'biometricModality',
      'biometricSubTypes',
      'extractorProvider',
      'extractorProviderVersion',
    ])
    .where('partId', '=', partnerId)
    .where('policyId', '=', policyId)
    .where(sql<boolean>`is_deleted is not true`)
    .orderBy('crDtimes')
    .orderBy('biometricModality')
    .orderBy('id')
    .limit(1000)
    .execute()
}

interface OfPair {
  id: string
  partnerId: string
  policyId: string
}

interface By {
  actor: string
  now: Date
}

/** @returns false where the id is taken */
export async function insertExtractor(
  db: Database,
  { partnerId: partId, ...row }: Extractor & OfPair,
  { actor, now }: By,
): Promise<boolean> {
  const inserted = await db
    .insertInto('pms.partnerPolicyBioextract')
    .values({ ...row, partId, isDeleted: false, crBy: actor, crDtimes: now })
    .onConflict((conflict) => conflict.constraint('pk_ppbe_id').doNothing())
    .executeTakeFirst()
  return inserted.numInsertedOrUpdatedRows === 1n
}

/** The same under an id that is free. @returns the id */
export async function insertNewExtractor(
  db: Database,
  row: Extractor & Omit<OfPair, 'id'>,
  by: By,
): Promise<string> {
  return withFreshId(
    () => randomDigits(18),
    (id) => insertExtractor(db, { ...row, id }, by),
  )
}

export async function updateExtractor(
  db: Database,
  { id, ...values }: Extractor & { id: string },
  { actor, now }: By,
): Promise<void> {
  await db
    .updateTable('pms.partnerPolicyBioextract')
    .set({ ...values, updBy: actor, updDtimes: now })
    .where('id', '=', id)
    .execute()
}

export async function deleteExtractor(db: Database, id: string): Promise<void> {
  await db.deleteFrom('pms.partnerPolicyBioextract').where('id', '=', id).execute()
}

/** The policy that a partner has for a credential type, in any letter case. */
export async function findCredentialMapping(db: Database, partnerId: string, type: string) {
  return db
    .selectFrom('pms.partnerPolicyCredentialType')
    .select(['policyId', 'credentialType'])
    .where('partId', '=', partnerId)
    .where(sql`lower(credential_type)`, '=', type.toLowerCase())
    .where(sql<boolean>`is_deleted is not true`)
    .orderBy('crDtimes')
    .limit(1)
    .executeTakeFirst()
}

/** The credential types that a partner receives by a policy, in their order. */
export async function findCredentialTypes(
  db: Database,
  partnerId: string,
  policyId: string,
): Promise<string[]> {
  const mappings = await db
    .selectFrom('pms.partnerPolicyCredentialType')
    .select('credentialType')
    .where('partId', '=', partnerId)
    .where('policyId', '=', policyId)
    .where(sql<boolean>`is_deleted is not true`)
    .orderBy('crDtimes')
    .orderBy('credentialType')
    .execute()
  return mappings.map(({ credentialType }) => credentialType)
}

interface CredentialMapping {
  partnerId: string
  policyId: string
  credentialType: string
}

/** Gives a partner a credential type by a policy; a row that was marked as deleted counts again. */
export async function insertCredentialMapping(
  db: Database,
  { partnerId: partId, policyId, credentialType }: CredentialMapping,
  { actor, now }: By,
): Promise<void> {
  const values = { isActive: true, isDeleted: false, crBy: actor, crDtimes: now }
  await db
    .insertInto('pms.partnerPolicyCredentialType')
    .values({ partId, policyId, credentialType, ...values })
    .onConflict((conflict) => conflict.constraint('pk_ppctyp_id').doUpdateSet(values))
    .execute()
}

export async function deleteCredentialMapping(
  db: Database,
  { partnerId, policyId, credentialType }: CredentialMapping,
): Promise<void> {
  await db
    .deleteFrom('pms.partnerPolicyCredentialType')
    .where('partId', '=', partnerId)
    .where('policyId', '=', policyId)
    .where('credentialType', '=', credentialType)
    .execute()
}

const pairColumns = { partner: 'mapping.partId', policy: 'mapping.policyId' }

function typesOn(db: Database, holder: Holder) {
  return db
    .selectFrom('pms.partnerPolicyCredentialType as mapping')
    .where(sql<boolean>`mapping.is_deleted is not true`)
    .where(hangsOn(holder, pairColumns))
}

/** How many credential types are received by what hangs on something. */
export async function countTypesOn(db: Database, holder: Holder): Promise<number> {
  const { total } = await typesOn(db, holder)
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  return total
}

/** Which they are, oldest first. */
export async function findTypesOn(db: Database, holder: Holder, limit: number): Promise<Hanging[]> {
  return typesOn(db, holder)
    .innerJoin('pms.partner as partner', 'partner.id', 'mapping.partId')
    .innerJoin('pms.authPolicy as policy', 'policy.id', 'mapping.policyId')
    .select(['mapping.credentialType as name', 'mapping.partId as partnerId'])
    .select(['partner.name as orgName', 'policy.name as policyName'])
    .orderBy('mapping.crDtimes')
    .orderBy('mapping.partId')
    .limit(limit)
    .execute()
}

/** Some of them, held. */
export async function lockTypesOn(db: Database, holder: Holder, limit: number) {
  return typesOn(db, holder)
    .select(['mapping.partId', 'mapping.policyId', 'mapping.credentialType'])
    .orderBy('mapping.partId')
    .orderBy('mapping.policyId')
    .orderBy('mapping.credentialType')
    .limit(limit)
    .forUpdate()
    .execute()
}

/** Marks credential types that are held as given up: other modules find nothing any more. */
export async function endTypes(
  db: Database,
  types: readonly Awaited<ReturnType<typeof lockTypesOn>>[number][],
  { actor, now }: By,
): Promise<void> {
  await db
    .updateTable('pms.partnerPolicyCredentialType as mapping')
    .set({ isActive: false, isDeleted: true, delDtimes: now, updBy: actor, updDtimes: now })
    .where(({ eb, refTuple, tuple }) =>
      eb(
        refTuple('mapping.partId', 'mapping.policyId', 'mapping.credentialType'),
        'in',
        types.map((row) => tuple(row.partId, row.policyId, row.credentialType)),
      ),
    )
    .execute()
}

/** The same of all extractors that hang on something. @returns how many there were */
export async function endExtractorsOn(
  db: Database,
  holder: Holder,
  { actor, now }: By,
): Promise<number> {
  const held = db
    .selectFrom('pms.partnerPolicyBioextract as mapping')
    .select('mapping.id')
    .where(sql<boolean>`mapping.is_deleted is not true`)
    .where(hangsOn(holder, pairColumns))
    .orderBy('mapping.id')
    .forUpdate()
  const { numUpdatedRows } = await db
    .with('held', (query) => query.selectFrom(held.as('rows')).selectAll())
    .updateTable('pms.partnerPolicyBioextract')
    .set({ isDeleted: true, delDtimes: now, updBy: actor, updDtimes: now })
    .where('id', 'in', (query) => query.selectFrom('held').select('id'))
    .executeTakeFirst()
  return Number(numUpdatedRows)
}
