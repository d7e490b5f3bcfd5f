import { Failure, type InputOf, type ResponseOf } from '@pmp/contract'
import type * as contract from '@pmp/contract'
import type { Context } from '../../context.ts'
import type { Database } from '../../database/database.ts'
import { record } from '../../audit/record.ts'
import { publish } from '../../outbox/enqueue.ts'
import { lockPolicyGroupForNames } from '../policy-groups/queries.ts'
import { policyData } from './policy-event.ts'
import { checkNameIsFree, saveUnderName } from './policy-names.ts'
import {
  deleteNextVersion,
  findNextVersion,
  findPolicy,
  lockNextVersion,
  lockPolicy,
  nextRevision,
  replaceContent,
  upsertNextVersion,
  type StoredNextVersion,
} from './queries.ts'
import {
  checkPublished,
  checkRevision,
  checkUnchanged,
  policyText,
  readPolicyText,
  schemaOf,
} from './rules.ts'

/** @throws {Failure} policy_not_found */
export async function readNextVersion(
  { db }: Context,
  { policyId }: InputOf<typeof contract.readNextVersion>,
): Promise<ResponseOf<typeof contract.readNextVersion>> {
  if (!(await findPolicy(db, policyId))) throw new Failure('policy_not_found')
  const draft = await findNextVersion(db, policyId)
  return draft ? nextVersionResponse(draft) : null
}

/**
 * Saves the next version of a published policy beside it; consumers see nothing of it. Of two who
 * save what they read at the same time, the second is refused.
 * @throws {Failure} each failure that the contract lists
 */
export async function saveNextVersion(
  context: Context,
  {
    policyId,
    name,
    desc,
    version,
    policies,
    revision,
    basedOn,
  }: InputOf<typeof contract.saveNextVersion>,
): Promise<ResponseOf<typeof contract.saveNextVersion>> {
  const { db, actor, now } = context
  const policy = checkPublished(await lockPolicy(db, policyId))
  const before = await lockNextVersion(db, policyId)
  checkRevision(before, revision)
  checkUnchanged(policy, basedOn)
  await checkNewName(db, policy, name)
  const draft = {
    policyId,
    name,
    descr: desc,
    version,
    policyText: policyText(schemaOf(policy.policyType), policies),
    revision: await nextRevision(db),
    savedBy: actor.userName,
    savedAt: now,
  }
  await upsertNextVersion(db, draft)
  await record(context, 'policy.nextVersion.saved', {
    subjectType: 'policy',
    subjectId: policyId,
    ...(before ? { before: contentOf(before) } : {}),
    after: contentOf(draft),
  })
  return nextVersionResponse(draft)
}

/**
 * Puts the next version in the place of the active policy, in one step: requests and keys of
 * partners stay, consumers are told (policy.md 3.5).
 * @throws {Failure} each failure that the contract lists
 */
export async function publishNextVersion(
  context: Context,
  { policyId, revision, basedOn }: InputOf<typeof contract.publishNextVersion>,
): Promise<ResponseOf<typeof contract.publishNextVersion>> {
  const { db, actor, now } = context
  const found = await findPolicy(db, policyId)
  if (!found) throw new Failure('policy_not_found')
  // Groups are held before policies everywhere, so that nobody waits in a circle.
  const group = await lockPolicyGroupForNames(db, found.policyGroupId ?? '')
  const policy = checkPublished(await lockPolicy(db, policyId))
  if (!group?.isActive) throw new Failure('policy_group_not_active')
  const draft = await lockNextVersion(db, policyId)
  if (!draft) throw new Failure('next_version_not_found')
  checkRevision(draft, revision)
  checkUnchanged(policy, basedOn)
  await checkNewName(db, policy, draft.name)
  // What may be said can have changed since the draft was saved.
  policyText(schemaOf(policy.policyType), readPolicyText(draft.policyText))

  const { name, descr, version, policyText: text } = draft
  const content = { name, descr, version, policyFileId: text }
  await saveUnderName(
    name,
    replaceContent(db, { id: policyId, ...content }, { actor: actor.userName, now }),
  )
  await deleteNextVersion(db, policyId)
  await publish(context, {
    topic: 'POLICY_UPDATED',
    publisher: 'policies',
    orderingKey: policyId,
    data: { policyData: policyData({ ...policy, ...content }) },
  })
  await record(context, 'policy.nextVersion.published', {
    subjectType: 'policy',
    subjectId: policyId,
    before: {
      name: policy.name,
      desc: policy.descr,
      version: policy.version,
      text: policy.policyFileId,
    },
    after: contentOf(draft),
  })
  return { policyId, version }
}

/** @throws {Failure} each failure that the contract lists */
export async function discardNextVersion(
  context: Context,
  { policyId, revision }: InputOf<typeof contract.discardNextVersion>,
): Promise<ResponseOf<typeof contract.discardNextVersion>> {
  const { db } = context
  if (!(await lockPolicy(db, policyId))) throw new Failure('policy_not_found')
  const draft = await lockNextVersion(db, policyId)
  if (!draft) throw new Failure('next_version_not_found')
  checkRevision(draft, revision)
  await deleteNextVersion(db, policyId)
  await record(context, 'policy.nextVersion.discarded', {
    subjectType: 'policy',
    subjectId: policyId,
    before: contentOf(draft),
  })
  return { policyId }
}

/** The name of a next version: its policy's own, or a free one. */
async function checkNewName(
  db: Database,
  policy: { id: string; name: string; policyGroupId: string | null },
  name: string,
): Promise<void> {
  if (name === policy.name) return
  await checkNameIsFree(db, { groupId: policy.policyGroupId ?? '', name, exceptId: policy.id })
}

function contentOf({ name, descr, version, policyText: text }: StoredNextVersion) {
  return { name, desc: descr, version, text }
}

function nextVersionResponse({ descr, policyText: text, ...draft }: StoredNextVersion) {
  return { ...draft, desc: descr, policies: readPolicyText(text) }
}
