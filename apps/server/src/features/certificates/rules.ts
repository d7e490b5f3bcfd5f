/**
 * Where a certificate of a partner stands. The one in use has ended as soon as either the uploaded
 * or the MOSIP-signed certificate has.
 */
export function generationState(stored: {
  state: 'used' | 'scheduled' | 'cancelled' | 'failed'
  isCurrent: boolean
  end: Date | undefined
  now: Date
}) {
  const { state, isCurrent, end, now } = stored
  if (state !== 'used') return state
  if (!isCurrent) return 'replaced'
  return end && end < now ? 'expired' : 'current'
}
