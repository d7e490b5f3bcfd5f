import { Failure, type Endpoint } from '@pmp/contract'
import type { RequestEnvelope } from './request.ts'

const toleranceMs = 5 * 60 * 1000

/**
 * The request envelope's own rules, after body, role and feature (common.md 3.2, 3.3).
 * @throws {Failure} request_id_wrong · request_time_missing · request_time_not_today ·
 *   request_version_wrong · request_missing
 */
export function checkRequestEnvelope(
  endpoint: Endpoint,
  request: RequestEnvelope,
  now: Date,
): void {
  const { envelope } = endpoint
  if (envelope.generation === 1) {
    if (envelope.checksRequestTime) checkRequestTime(request.time, now)
    return
  }
  if (!envelope.checksRequest) return
  const ids: readonly (string | null)[] = [envelope.id, ...envelope.olderIds]
  if (!ids.includes(request.id)) throw new Failure('request_id_wrong')
  checkRequestTime(request.time, now)
  if (request.version !== '1.0') throw new Failure('request_version_wrong')
  if (request.request === null) throw new Failure('request_missing')
}

/** Any time of the current UTC day, and five minutes around now at the change of day. */
function checkRequestTime(time: Date | null, now: Date): void {
  if (time === null) throw new Failure('request_time_missing')
  const isToday = time.toISOString().slice(0, 10) === now.toISOString().slice(0, 10)
  const isNear = Math.abs(time.getTime() - now.getTime()) <= toleranceMs
  if (!isToday && !isNear) throw new Failure('request_time_not_today')
}
