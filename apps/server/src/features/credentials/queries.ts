import { sql } from 'kysely'
import type { Database } from '../../database/database.ts'

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

export async function insertCredentialMapping(
  db: Database,
  mapping: { partnerId: string; policyId: string; credentialType: string },
  by: By,
): Promise<void> {
  const { partnerId, policyId, credentialType } = mapping
  await db
    .insertInto('pms.partnerPolicyCredentialType')
    .values({
      partId: partnerId,
      policyId,
      credentialType,
      isActive: true,
      isDeleted: false,
      crBy: by.actor,
      crDtimes: by.now,
    })
    .execute()
}
