import { Failure, type InputOf, type ResponseOf } from '@pmp/contract'
import type * as contract from '@pmp/contract'
import { record } from '../../audit/record.ts'
import type { Context } from '../../context.ts'
import { findRegistrations } from '../../esignet/queries.ts'
import { queueClientRegistrationAtOnce } from '../../esignet/queue-registration.ts'
import { lockClient } from './queries.ts'

type Retry = typeof contract.retryClientRegistration

/**
 * Has eSignet told of a client again, where it refused the client or a pause follows a try that came to
 * nothing: somebody knows that the cause is gone.
 * @throws {Failure} client_not_found · client_registration_settled, also where eSignet is not configured
 */
export async function retryClientRegistration(
  context: Context,
  { clientId }: InputOf<Retry>,
): Promise<ResponseOf<Retry>> {
  const { db } = context
  if (!(await lockClient(db, clientId))) throw new Failure('client_not_found')
  const before = (await findRegistrations(context, [clientId])).get(clientId)
  if (!before || !retried.has(before.state)) throw new Failure('client_registration_settled')
  const registration = await queueClientRegistrationAtOnce(context, clientId)
  await record(context, 'oidcClient.registrationRetried', {
    subjectType: 'oidcClient',
    subjectId: clientId,
    before: { registration: before.state, reason: before.reason },
    after: { registration },
  })
  return { clientId, registration }
}

const retried: ReadonlySet<string> = new Set(['refused', 'registering', 'deactivating'])
