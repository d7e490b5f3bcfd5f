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

/** Writes an extractor; the row of that id if there is one, else a new one. */
export async function saveExtractor(
  db: Database,
  row: Extractor & { id: string; partnerId: string; policyId: string; isNew: boolean },
  by: { actor: string; now: Date },
): Promise<void> {
  const { id, partnerId, policyId, isNew, ...values } = row
  if (isNew) {
    await db
      .insertInto('pms.partnerPolicyBioextract')
      .values({
        id,
        partId: partnerId,
        policyId,
        ...values,
        isDeleted: false,
        crBy: by.actor,
        crDtimes: by.now,
      })
      .execute()
    return
  }
  await db
    .updateTable('pms.partnerPolicyBioextract')
    .set({ ...values, updBy: by.actor, updDtimes: by.now })
    .where('id', '=', id)
    .execute()
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

export async function insertCredentialMapping(
  db: Database,
  mapping: { partnerId: string; policyId: string; credentialType: string },
  by: { actor: string; now: Date },
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
