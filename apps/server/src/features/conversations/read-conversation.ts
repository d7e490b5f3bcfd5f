import { stateOf, type ResponseOf } from '@pmp/contract'
import type * as contract from '@pmp/contract'
import type { Database } from '../../database/database.ts'
import { hasOpenChange } from '../mapping-changes/queries.ts'
import { findMessages, findNeighbours } from './queries.ts'
import { whoseTurn } from './rules.ts'

interface Request {
  id: string
  statusCode: string
}

/** As long as a request, or a change of what it gave, waits for a decision, more can be asked. */
export async function isConversationOpen(db: Database, request: Request): Promise<boolean> {
  return stateOf(request.statusCode) === 'InProgress' || (await hasOpenChange(db, request.id))
}

/** What was asked and answered on a request, with its neighbours. */
export async function readConversation(
  db: Database,
  request: Request,
): Promise<ResponseOf<typeof contract.readPolicyRequest>['conversation']> {
  const messages = await findMessages(db, request.id)
  const isOpen = await isConversationOpen(db, request)
  const neighbours = await findNeighbours(db, request.id)
  return { isOpen, awaits: isOpen ? whoseTurn(messages) : null, messages, ...neighbours }
}
