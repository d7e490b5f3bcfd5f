import { sql } from 'kysely'
import type { Database } from '../../database/database.ts'
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
