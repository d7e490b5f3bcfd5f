import { Failure } from '@pmp/contract'
import type { Context } from '../../context.ts'
import { record } from '../../audit/record.ts'
import {
  findRequestedExtractors,
  findRequestedType,
  saveExtractorsDecision,
  saveTypeDecision,
} from '../credential-requests/queries.ts'
import {
  deleteExtractor,
  findCredentialMapping,
  findExtractors,
  insertCredentialMapping,
  insertExtractor,
} from '../credentials/queries.ts'
import type { PolicyRequestRow } from '../policy-requests/queries.ts'

/** What a request asks for beside its policy, as long as it is not decided. */
interface Asked {
  extractors: Awaited<ReturnType<typeof findRequestedExtractors>>
  credentialType: string | undefined
}

const isPending = ({ statusCode }: { statusCode: string }) => statusCode === 'InProgress'

/** What was asked for with a request and waits with it. */
export async function findAsked({ db }: Context, requestId: string): Promise<Asked> {
  const extractors = await findRequestedExtractors(db, requestId)
  const type = await findRequestedType(db, requestId)
  return {
    extractors: extractors.filter(isPending),
    credentialType: type && isPending(type) ? type.credentialType : undefined,
  }
}

/**
 * Credential partners ask for both.
 * @throws {Failure} extractors_missing · credential_type_missing
 */
export function checkComplete(asked: Asked): void {
  checkExtractorsAsked(asked)
  checkTypeAsked(asked)
}

/** @throws {Failure} extractors_missing */
export function checkExtractorsAsked({ extractors }: Asked): void {
  if (extractors.length === 0) throw new Failure('extractors_missing')
}

/** @throws {Failure} credential_type_missing */
export function checkTypeAsked({ credentialType }: Asked): void {
  if (credentialType === undefined) throw new Failure('credential_type_missing')
}

/**
 * Puts what a request asks for into force, for other modules to read (additions-1.3.0.md 4.6).
 * @throws {Failure} extractors_not_taken_over · credential_type_not_taken_over
 */
export async function takeOver(
  context: Context,
  request: PolicyRequestRow,
  asked: Asked,
): Promise<void> {
  const { extractors, credentialType } = asked
  if (extractors.length > 0) await takeOverExtractors(context, request, extractors)
  if (credentialType !== undefined) await takeOverType(context, request, credentialType)
  if (extractors.length === 0 && credentialType === undefined) return
  await record(context, 'mapping.inForce', {
    subjectType: 'policyRequest',
    subjectId: request.id,
    after: { extractors, credentialType },
    details: { partnerId: request.partId, policyId: request.policyId },
  })
}

async function takeOverType(
  { db, actor, now }: Context,
  { id, partId: partnerId, policyId }: PolicyRequestRow,
  credentialType: string,
): Promise<void> {
  const decision = { status: 'approved', actor: actor.userName, now } as const
  // One policy for each type of a partner, also where the type was given without a request meanwhile.
  const isTaken =
    (await findCredentialMapping(db, partnerId, credentialType)) !== undefined ||
    !(await saveTypeDecision(db, id, decision))
  if (isTaken) throw new Failure('credential_type_not_taken_over')
  await insertCredentialMapping(db, { partnerId, policyId, credentialType }, decision)
}

async function takeOverExtractors(
  { db, actor, now }: Context,
  { id: requestId, partId: partnerId, policyId }: PolicyRequestRow,
  asked: Asked['extractors'],
): Promise<void> {
  const inForce = await findExtractors(db, partnerId, policyId)
  for (const { id, biometric, statusCode: _decided, ...values } of asked) {
    const row = { ...values, biometricModality: biometric }
    const isSame = (other: (typeof inForce)[number]) =>
      other.attributeName === row.attributeName && other.biometricModality === biometric
    // Given without a request meanwhile; what the administrator has seen counts.
    for (const other of inForce.filter(isSame)) await deleteExtractor(db, other.id)
    const by = { actor: actor.userName, now }
    if (!(await insertExtractor(db, { ...row, id, partnerId, policyId }, by))) {
      throw new Failure('extractors_not_taken_over')
    }
  }
  await saveExtractorsDecision(db, requestId, { status: 'approved', actor: actor.userName, now })
}

/** Refuses what a request asks for, which frees its credential type. */
export async function refuseAsked({ db, actor, now }: Context, requestId: string): Promise<void> {
  const decision = { status: 'rejected', actor: actor.userName, now } as const
  await saveExtractorsDecision(db, requestId, decision)
  await saveTypeDecision(db, requestId, decision)
}
