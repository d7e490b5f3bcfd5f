import { Failure } from '@pmp/contract'
import { readStored } from '@pmp/x509'
import type { Context } from '../../context.ts'
import { transaction } from '../../database/database.ts'
import type { Job } from '../../jobs/job.ts'
import { readList, storeList } from './authority-list.ts'
import { FetchFailed, fetchBytes } from './fetch-list.ts'
import { findListsToFetch, isStillWanted, noteAttempt } from './queries.ts'

const minuteMs = 60_000
/** With 10 s for each, a run ends within its ten minutes; the next one takes the rest. */
const mostLists = 50

/**
 * Fetches the lists of other authorities from their addresses. A list that cannot be fetched, or does
 * not count, leaves the last good one in place; the page shows why.
 */
export const fetchListsJob: Job = {
  name: 'revocations.fetch',
  cron: '*/10 * * * *',
  async run(context) {
    const { db, config, now } = context
    const since = new Date(now.getTime() - config.CRL_FETCH_MINUTES * minuteMs)
    for (const list of await findListsToFetch(db, since, mostLists)) {
      const failure = await fetchOne(context, list)
      await noteAttempt(db, list, { triedAt: now, failure })
      if (failure) context.log.warn({ url: list.url, failure }, 'a revocation list was not fetched')
    }
  },
}

interface Wanted {
  authorityKey: string
  certificate: string
  url: string
}

/** @returns why it failed, null when it did not */
async function fetchOne(context: Context, wanted: Wanted): Promise<string | null> {
  const { certificate, url } = wanted
  try {
    const bytes = await fetchBytes(url, context.config.CRL_FETCH_HOSTS)
    const list = readList(isArmoured(bytes) ? bytes.toString('latin1') : bytes)
    const authority = readStored(certificate)
    if (!authority) throw new Error('The certificate of an authority cannot be read')
    await transaction(context.db, async (db) => {
      if (await isStillWanted(db, wanted)) await storeList({ ...context, db }, authority, list)
    })
    return null
  } catch (error) {
    if (error instanceof FetchFailed) return error.reason
    if (error instanceof Failure) return error.failure
    // One list must not keep the others waiting.
    context.log.error({ err: error, url }, 'a revocation list could not be taken')
    return 'failed'
  }
}

const isArmoured = (bytes: Buffer): boolean => bytes.subarray(0, 5).equals(Buffer.from('-----'))
