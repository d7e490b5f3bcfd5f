import type { Job } from '../jobs/job.ts'
import { sweepArtifacts } from './artifacts.ts'
import { sweepEndedTokens } from './ended-tokens.ts'
import { sweepFailedSignIns } from './sign-in-throttle.ts'

/** Keeps the tables of the sign-in small: what has ended there is of no use. */
export const sweepIdentityJob: Job = {
  name: 'identity.sweep',
  cron: '*/10 * * * *',
  async run({ db, now }) {
    while (await sweepArtifacts(db));
    while (await sweepFailedSignIns(db, now));
    while (await sweepEndedTokens(db, now));
  },
}
