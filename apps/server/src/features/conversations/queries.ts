import type { Database } from '../../database/database.ts'
import type { Side } from './rules.ts'

interface NewMessage {
  requestId: string
  side: Side
  author: string
  text: string
  writtenAt: Date
}

/** @returns the number of the message; later ones have greater ones */
export async function insertMessage(db: Database, message: NewMessage): Promise<number> {
  const { id } = await db
    .insertInto('pmp.policyRequestMessage')
    .values(message)
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** What was written on a request, oldest first; there are at most a hundred. */
export async function findMessages(db: Database, requestId: string) {
  return (
    db
      .selectFrom('pmp.policyRequestMessage')
      .select(['id as messageId', 'side', 'author', 'text', 'writtenAt'])
      .where('requestId', '=', requestId)
      .orderBy('id')
      // The table takes no other sides.
      .$narrowType<{ side: Side }>()
      .execute()
  )
}

export async function insertSuccessor(
  db: Database,
  link: { requestId: string; previousId: string },
): Promise<void> {
  await db.insertInto('pmp.policyRequestSuccessor').values(link).execute()
}

/** The refused request that a request takes up, and the one that takes it up. */
export async function findNeighbours(db: Database, requestId: string) {
  const links = await db
    .selectFrom('pmp.policyRequestSuccessor')
    .select(['requestId', 'previousId'])
    .where(({ or, eb }) => or([eb('requestId', '=', requestId), eb('previousId', '=', requestId)]))
    .execute()
  return {
    previousRequestId: links.find((link) => link.requestId === requestId)?.previousId ?? null,
    nextRequestId: links.find((link) => link.previousId === requestId)?.requestId ?? null,
  }
}
