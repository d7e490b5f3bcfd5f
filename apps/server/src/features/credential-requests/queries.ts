import { sql } from 'kysely'
import { isUniqueViolation, type Database } from '../../database/database.ts'
import { randomDigits, withFreshId } from '../../database/ids.ts'
import type { WantedExtractor } from './rules.ts'

/** A policy request whose partner and policy are there, with whom it belongs to. */
export async function findMappingRequest(db: Database, id: string) {
  return db
    .selectFrom('pms.partnerPolicyRequest as request')
    .innerJoin('pms.partner as partner', 'partner.id', 'request.partId')
    .innerJoin('pms.authPolicy as policy', 'policy.id', 'request.policyId')
    .select(['request.id', 'request.partId', 'request.policyId', 'request.statusCode'])
    .select(['partner.userId', 'policy.name as policyName'])
    .where('request.id', '=', id)
    .where(sql<boolean>`request.is_deleted is not true`)
    .executeTakeFirst()
}

/** What extractors and credential types are asked for with. */
interface Asking {
  id: string
  partId: string
  policyId: string
}

interface By {
  actor: string
  now: Date
}

/** The extractors that are asked for with a request, oldest first. */
export async function findRequestedExtractors(db: Database, requestId: string) {
  return db
    .selectFrom('pms.partnerPolicyBioextractRequest')
    .select([
      'id',
      'attributeName',
      'biometricModality as biometric',
      'biometricSubTypes',
      'extractorProvider',
      'extractorProviderVersion',
      'statusCode',
    ])
    .where('partnerPolicyRequestId', '=', requestId)
    .orderBy('crDtimes')
    .orderBy('biometricModality')
    .execute()
}

/** @returns false where the request has an extractor of that modality already */
export async function insertRequestedExtractor(
  db: Database,
  request: Asking,
  { extractor, actor, now }: By & { extractor: WantedExtractor },
): Promise<boolean> {
  const { biometric, ...values } = extractor
  const saved = withFreshId(
    () => randomDigits(18),
    async (id) => {
      const inserted = await db
        .insertInto('pms.partnerPolicyBioextractRequest')
        .values({
          id,
          ...namesOf(request),
          ...values,
          biometricModality: biometric,
          statusCode: 'InProgress',
          crBy: actor,
          crDtimes: now,
        })
        .onConflict((conflict) => conflict.constraint('pk_ppber_id').doNothing())
        .executeTakeFirst()
      return inserted.numInsertedOrUpdatedRows === 1n
    },
  )
  return unlessTaken(saved, 'uniq_ppber_modality')
}

const namesOf = ({ id, partId, policyId }: Asking) => ({
  partnerPolicyRequestId: id,
  partId,
  policyId,
})

/** Whether something was saved: false where a unique key, or any of them, forbids it. */
async function unlessTaken(saved: Promise<unknown>, uniqueKey?: string): Promise<boolean> {
  try {
    await saved
    return true
  } catch (error) {
    if (isUniqueViolation(error, uniqueKey)) return false
    throw error
  }
}

/** The credential type that is asked for with a request. */
export async function findRequestedType(db: Database, requestId: string) {
  return db
    .selectFrom('pms.partnerPolicyCredentialTypeRequest')
    .select(['id', 'credentialType', 'statusCode'])
    .where('partnerPolicyRequestId', '=', requestId)
    .executeTakeFirst()
}

/** @returns false where the type is asked for by the request or by another one of the partner */
export async function insertRequestedType(
  db: Database,
  request: Asking,
  { credentialType, actor, now }: By & { credentialType: string },
): Promise<boolean> {
  const saved = withFreshId(
    () => randomDigits(18),
    async (id) => {
      const inserted = await db
        .insertInto('pms.partnerPolicyCredentialTypeRequest')
        .values({
          id,
          ...namesOf(request),
          credentialType,
          statusCode: 'InProgress',
          crBy: actor,
          crDtimes: now,
        })
        .onConflict((conflict) => conflict.constraint('pk_ppctr_id').doNothing())
        .executeTakeFirst()
      return inserted.numInsertedOrUpdatedRows === 1n
    },
  )
  return unlessTaken(saved)
}

/** Decides the extractors that are asked for with a request. */
export async function saveExtractorsDecision(
  db: Database,
  requestId: string,
  { status, actor, now }: By & { status: 'approved' | 'rejected' },
): Promise<void> {
  await db
    .updateTable('pms.partnerPolicyBioextractRequest')
    .set({ statusCode: status, updBy: actor, updDtimes: now })
    .where('partnerPolicyRequestId', '=', requestId)
    .where('statusCode', '=', 'InProgress')
    .execute()
}

/**
 * Decides the credential type that is asked for with a request.
 * @returns false where another approved request of the partner has that type
 */
export async function saveTypeDecision(
  db: Database,
  requestId: string,
  { status, actor, now }: By & { status: 'approved' | 'rejected' },
): Promise<boolean> {
  return unlessTaken(
    db
      .updateTable('pms.partnerPolicyCredentialTypeRequest')
      .set({ statusCode: status, updBy: actor, updDtimes: now })
      .where('partnerPolicyRequestId', '=', requestId)
      .where('statusCode', '=', 'InProgress')
      .execute(),
    'uniq_partner_cred_approved',
  )
}

/** Refuses what is asked for with requests, also where it was approved: its credential types are free. */
export async function endAskedWith(
  db: Database,
  requestIds: readonly string[],
  { actor, now }: By,
): Promise<void> {
  const values = { statusCode: 'rejected', updBy: actor, updDtimes: now }
  await db
    .updateTable('pms.partnerPolicyBioextractRequest')
    .set(values)
    .where('partnerPolicyRequestId', 'in', requestIds)
    .where('statusCode', '!=', 'rejected')
    .execute()
  await db
    .updateTable('pms.partnerPolicyCredentialTypeRequest')
    .set(values)
    .where('partnerPolicyRequestId', 'in', requestIds)
    .where('statusCode', '!=', 'rejected')
    .execute()
}

interface Replacing extends By {
  extractors: readonly (Omit<WantedExtractor, 'extractorProviderVersion'> & {
    id: string
    extractorProviderVersion: string | null
  })[]
}

/** Shows other extractors on an approved request, with the ids that they have in force. */
export async function replaceRequestedExtractors(
  db: Database,
  request: Asking,
  { extractors, actor, now }: Replacing,
): Promise<void> {
  await db
    .deleteFrom('pms.partnerPolicyBioextractRequest')
    .where('partnerPolicyRequestId', '=', request.id)
    .execute()
  if (extractors.length === 0) return
  const rows = extractors.map(({ biometric: biometricModality, ...values }) => ({
    ...namesOf(request),
    ...values,
    biometricModality,
    statusCode: 'approved',
    crBy: actor,
    crDtimes: now,
  }))
  await db.insertInto('pms.partnerPolicyBioextractRequest').values(rows).execute()
}

/**
 * Shows one of these credential types on an approved request: the one that it has, if it may.
 * @returns false where another approved request of the partner has the type
 */
export async function replaceRequestedType(
  db: Database,
  request: Asking,
  { credentialTypes, actor, now }: By & { credentialTypes: readonly string[] },
): Promise<boolean> {
  const requested = await findRequestedType(db, request.id)
  if (requested && credentialTypes.includes(requested.credentialType)) return true
  await db
    .deleteFrom('pms.partnerPolicyCredentialTypeRequest')
    .where('partnerPolicyRequestId', '=', request.id)
    .execute()
  const [credentialType] = credentialTypes
  if (credentialType === undefined) return true
  const row = {
    ...namesOf(request),
    credentialType,
    statusCode: 'approved',
    crBy: actor,
    crDtimes: now,
  }
  const id = requested?.id ?? randomDigits(18)
  return unlessTaken(
    db
      .insertInto('pms.partnerPolicyCredentialTypeRequest')
      .values({ id, ...row })
      .execute(),
    'uniq_partner_cred_approved',
  )
}
