import { issueCrl } from '@pmp/x509'
import { ownSigners, publishesList } from '../../certificate-engine/own-signers.ts'
import type { Context } from '../../context.ts'
import { transaction, type Database } from '../../database/database.ts'
import { hourMs } from '../../durations.ts'
import type { Job } from '../../jobs/job.ts'
import type { PlatformKey } from '../../keys/keys.ts'
import {
  countRevokedBySigner,
  findIssuedList,
  findRevokedBySigner,
  replaceIssuedList,
  serialisePublishing,
  type IssuedList,
} from './queries.ts'

/** What readers of lists, ours among them, take. */
const mostEntries = 50_000

type Parts = Pick<Context, 'config' | 'now' | 'log'> & { db: Database }

/** Publishes the next list of a signer, with a greater number, in the transaction of its cause. */
async function publish({ db, config, now, log }: Parts, signer: PlatformKey): Promise<IssuedList> {
  const { id: signerId, certificate, sign } = signer
  const last = await findIssuedList(db, signerId)
  const crlNumber = (last?.crlNumber ?? 0) + 1
  const revoked = await findRevokedBySigner(db, { signerId, now, limit: mostEntries })
  if (revoked.length === mostEntries) log.error({ signerId }, 'the revocation list is full')
  const crl = await issueCrl({
    issuer: certificate,
    signingKey: sign,
    thisUpdate: now,
    nextUpdate: new Date(now.getTime() + config.CRL_HOURS * hourMs),
    crlNumber: BigInt(crlNumber),
    revoked: revoked.map(({ signedSerial, ...entry }) => ({
      serialNumber: signedSerial,
      ...entry,
    })),
  })
  const issued = {
    signerId,
    crlNumber,
    thisUpdate: crl.thisUpdate,
    nextUpdate: crl.nextUpdate ?? now,
    revokedCount: crl.revoked.size,
    der: crl.der,
  }
  await replaceIssuedList(db, issued)
  return issued
}

/** Publishes what has just changed about the certificates of a signer; others have no list of ours. */
export async function publishChange(context: Context, signerId: string | null): Promise<void> {
  const signer = ownSigners(context.keys).find(({ id }) => id === signerId)
  if (!signer || !publishesList(signer, context.now)) return
  await serialisePublishing(context.db, signer.id)
  await publish(context, signer)
}

/** The list of a signer, as it was published; a new one only when there is none that is in date. */
export async function currentList(parts: Parts, signer: PlatformKey): Promise<IssuedList> {
  return listSince(parts, signer, ({ nextUpdate }) => parts.now < nextUpdate)
}

/** Looks again once it is this replica's turn: another one may have published meanwhile. */
async function listSince(
  parts: Parts,
  signer: PlatformKey,
  isFresh: (list: IssuedList) => boolean,
): Promise<IssuedList> {
  const known = await findIssuedList(parts.db, signer.id)
  if (known && isFresh(known)) return known
  return transaction(parts.db, async (db) => {
    await serialisePublishing(db, signer.id)
    const newest = await findIssuedList(db, signer.id)
    return newest && isFresh(newest) ? newest : publish({ ...parts, db }, signer)
  })
}

/**
 * Keeps every list of ours in date: the next one comes after half of the last one's life, or when a
 * replica that had not met its signer yet took a revocation.
 */
export const publishListsJob: Job = {
  name: 'revocations.publish',
  cron: '23 * * * *',
  async run(context) {
    const { keys, config, now } = context
    const oldest = new Date(now.getTime() - (config.CRL_HOURS * hourMs) / 2)
    for (const signer of ownSigners(keys)) {
      if (!publishesList(signer, now)) continue
      const entries = await countRevokedBySigner(context.db, { signerId: signer.id, now })
      await listSince(
        context,
        signer,
        ({ thisUpdate, revokedCount }) =>
          oldest < thisUpdate && revokedCount === Math.min(entries, mostEntries),
      )
    }
  },
}
