import { Failure } from '@pmp/contract'
import { crlFlaw, type Certificate, type Crl } from '@pmp/x509'

/** A list that is in date, so it says until when. */
type CurrentCrl = Crl & { nextUpdate: Date }

/**
 * A list counts when it is in date, signed by the authority, and covers all it issued.
 * @throws {Failure} crl_not_current · crl_not_accepted
 */
export function checkList(crl: Crl, authority: Certificate, now: Date): CurrentCrl {
  const { thisUpdate, nextUpdate } = crl
  if (!nextUpdate || nextUpdate < now || thisUpdate > now) throw new Failure('crl_not_current')
  const reason = crlFlaw(crl, authority, now) ?? scopeOf(crl)
  if (reason !== undefined) throw new Failure('crl_not_accepted', { reason })
  return { ...crl, nextUpdate }
}

/** RFC 5280 §5.2.5: one list is kept of each authority, so it must speak about all it issued. */
function scopeOf({ distributionPoint: scope }: Crl): string | undefined {
  const isPart = scope?.onlyUserCerts || scope?.onlyCaCerts || scope?.onlyAttributeCerts
  return isPart ? 'it covers only some kinds of certificates' : undefined
}

interface Age {
  crlNumber: string | null
  thisUpdate: Date | null
}

/**
 * The newest list wins: the greater number, else the later date. RFC 5280 §5.2.3.
 * @throws {Failure} crl_older
 */
export function checkIsNotOlder({ crlNumber, thisUpdate }: Crl, stored: Age | undefined): void {
  const isOlder =
    crlNumber !== undefined && stored?.crlNumber
      ? crlNumber < BigInt(stored.crlNumber)
      : stored?.thisUpdate && thisUpdate < stored.thisUpdate
  if (isOlder) throw new Failure('crl_older')
}
