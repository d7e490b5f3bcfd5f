import { activateRenewalsJob } from '../features/renewals/activate-renewals.ts'
import { fetchListsJob } from '../features/revocations/fetch-lists.ts'
import { publishListsJob } from '../features/revocations/publish-own-list.ts'
import { sweepArtifactsJob } from '../identity/artifacts.ts'
import type { Job } from './job.ts'

/** All background work that repeats, one line each. */
export const jobs: readonly Job[] = [
  sweepArtifactsJob,
  activateRenewalsJob,
  fetchListsJob,
  publishListsJob,
]
