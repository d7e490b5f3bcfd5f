import type { ErrorComponentProps } from '@tanstack/react-router'
import { useState } from 'react'
import { useText } from '../i18n/text.tsx'
import { FailureAlert } from '../ui/failure.tsx'
import { Page } from '../ui/page.tsx'

/** Whether the server answers; a document that is asked for in vain ends in the browser's own page. */
async function isReachable(): Promise<boolean> {
  const options = { cache: 'no-store', signal: AbortSignal.timeout(10_000) } as const
  return fetch('/healthz', options).then(
    ({ ok }) => ok,
    () => false,
  )
}

/** Fetches the document anew, and with it a newer version; but only where there is one to be had. */
export function useReload() {
  const [isTrying, setTrying] = useState(false)
  async function reload(): Promise<void> {
    setTrying(true)
    if (await isReachable()) window.location.reload()
    else setTrying(false)
  }
  return { isTrying, reload: () => void reload() }
}

/** A page that could not be loaded or shown, inside the shell; trying again fetches a newer version, too. */
export function PageFailed({ error }: ErrorComponentProps) {
  const { t } = useText()
  const { isTrying, reload } = useReload()
  return (
    <Page title={t('failures.title')}>
      <div aria-busy={isTrying}>
        <FailureAlert error={error} onRetry={reload} />
      </div>
    </Page>
  )
}
