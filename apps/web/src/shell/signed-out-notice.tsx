import { readSession } from '@pmp/contract'
import { isSignedOut } from '../api/call.ts'
import { useRead } from '../api/query.ts'
import { FailureAlert } from '../ui/failure.tsx'

/** Tells that the session has ended while the page, and what was typed into it, stays. */
export function SignedOutNotice() {
  const session = useRead(readSession, {})
  if (!isSignedOut(session.error)) return null
  return (
    <div className="shell-page">
      <FailureAlert error={session.error} />
    </div>
  )
}
