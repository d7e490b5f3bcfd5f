import type { ResponseOf, listOwnRevocationLists as contract } from '@pmp/contract'
import { ownListUrl, ownSigners, publishesList } from '../../certificate-engine/own-signers.ts'
import type { Context } from '../../context.ts'
import { findIssuedList } from './queries.ts'

/** The lists that we publish; a handful, one for each key generation that is still valid. */
export async function listOwnRevocationLists({
  db,
  config,
  keys,
  now,
}: Context): Promise<ResponseOf<typeof contract>> {
  const alive = ownSigners(keys).filter(({ certificate }) => now <= certificate.notAfter)
  return Promise.all(
    alive.map(async (signer) => {
      const list = await findIssuedList(db, signer.id)
      return {
        url: ownListUrl(config, signer.id),
        signer: signer.certificate.subject.formatted,
        signerNotAfter: signer.certificate.notAfter,
        isCurrent: signer.id === keys.signer.id,
        isPublished: publishesList(signer, now),
        crlNumber: list ? String(list.crlNumber) : null,
        thisUpdate: list?.thisUpdate ?? null,
        nextUpdate: list?.nextUpdate ?? null,
        revokedCount: list?.revokedCount ?? null,
      }
    }),
  )
}
