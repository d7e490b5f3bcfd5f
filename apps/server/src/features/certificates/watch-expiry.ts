import type * as contract from '@pmp/contract'
import type { InputOf, ResponseOf } from '@pmp/contract'
import type { Context } from '../../context.ts'
import { dayMs } from '../../durations.ts'
import {
  countExpiring,
  countExpiringByMonth,
  findExpiring,
  type ExpiryFilter,
} from './expiry-queries.ts'

type Asked = InputOf<typeof contract.countExpiringCertificates>
type Months = ResponseOf<typeof contract.countExpiringCertificates>

/** The certificates of the trust store and of active partners that end within a span. */
export async function listExpiringCertificates(
  context: Context,
  { list, ...asked }: InputOf<typeof contract.listExpiringCertificates>,
): Promise<ResponseOf<typeof contract.listExpiringCertificates>> {
  const filter = filterOf(context, asked)
  const total = await countExpiring(context.db, filter)
  const { pageNo, pageSize } = list.page ?? { pageNo: 0, pageSize: 10 }
  const direction = list.sort?.direction ?? 'asc'
  const place = { direction, offset: pageNo * pageSize, limit: pageSize, total }
  return {
    pageNo,
    pageSize,
    totalResults: total,
    data: await findExpiring(context.db, filter, place),
  }
}

/** How many of them end in each month, for a chart without gaps. */
export async function countExpiringCertificates(context: Context, asked: Asked): Promise<Months> {
  const filter = filterOf(context, asked)
  const counted = await countExpiringByMonth(context.db, filter)
  return monthsBetween(filter.from, filter.till).map((month) => {
    const totals = counted.filter((count) => count.month === month)
    return {
      month,
      root: 0,
      intermediate: 0,
      uploaded: 0,
      signed: 0,
      ...Object.fromEntries(totals.map(({ kind, total }) => [kind, total])),
    }
  })
}

/** Whole days, in UTC. */
function filterOf({ now }: Context, { days, expiredDays, ...narrowing }: Asked): ExpiryFilter {
  const today = Math.floor(now.getTime() / dayMs)
  return {
    ...narrowing,
    // What has expired earlier today is expired; asked for what is to come, it does not count.
    from: expiredDays === 0 ? now : new Date((today - expiredDays) * dayMs),
    till: new Date((today + days + 1) * dayMs),
  }
}

function monthsBetween(from: Date, till: Date): string[] {
  const numberOf = (at: Date) => 12 * (at.getUTCFullYear() - 1970) + at.getUTCMonth()
  const first = numberOf(from)
  const last = numberOf(new Date(till.getTime() - 1))
  return Array.from({ length: last - first + 1 }, (_, index) =>
    new Date(Date.UTC(1970, first + index)).toISOString().slice(0, 7),
  )
}
