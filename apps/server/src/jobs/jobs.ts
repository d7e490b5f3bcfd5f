import { activateRenewalsJob } from '../features/renewals/activate-renewals.ts'
import { expireKeysJob } from '../features/api-keys/expire-keys.ts'
import { expireLicencesJob } from '../features/misp-licences/expire-licences.ts'
import { fetchListsJob } from '../features/revocations/fetch-lists.ts'
import { publishListsJob } from '../features/revocations/publish-own-list.ts'
import { sweepIdentityJob } from '../identity/sweep.ts'
import type { Job } from './job.ts'

/** All background work that repeats, one line each. */
export const jobs: readonly Job[] = [
  sweepIdentityJob,
  activateRenewalsJob,
  fetchListsJob,
  publishListsJob,
  expireKeysJob,
  expireLicencesJob,
]
