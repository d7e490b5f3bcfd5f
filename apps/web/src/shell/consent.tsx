import { Suspense, lazy } from 'react'
import { useMay, useSession } from './session.tsx'

// Needed once in the life of a person.
const ConsentDialog = lazy(() => import('./consent-dialog.tsx'))

/** Asks partners once for their consent; nothing else can be done before (ui.md S1). */
export function Consent() {
  const { partners, consentGiven } = useSession()
  const may = useMay()
  const isAsked = partners.length > 0 && !consentGiven && may('users.consent')
  if (!isAsked) return null
  return (
    <Suspense>
      <ConsentDialog />
    </Suspense>
  )
}
