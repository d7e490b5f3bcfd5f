import { Alert, Anchor, Button, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { Suspense, lazy } from 'react'
import { T } from '../../i18n/text.tsx'
import { useMay, useSession } from '../../shell/session.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Loaded } from '../../ui/page.tsx'
import { Inbox } from '../../domain/approvals/inbox-list.tsx'
import type { Item } from '../../domain/approvals/inbox.ts'
import { useInbox } from '../../shell/use-inbox.ts'
import { CarelessRules } from './careless-rules.tsx'
import { Figures } from './figures.tsx'
import { IssuerOutage } from './issuer-outage.tsx'

// What waits is there first.
const Aside = lazy(() => import('./administrator-aside.tsx'))

/** All that waits for an administrator, oldest first; how the register stands; who is stuck. */
export function AdministratorHome() {
  const session = useSession()
  const inbox = useInbox()
  return (
    <>
      {session.issuerOutage && <IssuerOutage outage={session.issuerOutage} />}
      {session.certificatePathRules === 'upstream' && <CarelessRules />}
      {session.trustCertificates === 0 && <NobodyTrusted />}
      <Figures />
      <div className="home-columns">
        <Loaded from={inbox}>
          {(items) => (items.length === 0 ? <InboxEmpty /> : <Inbox items={items} />)}
        </Loaded>
        <Suspense fallback={<div />}>
          <Aside />
        </Suspense>
      </div>
    </>
  )
}

/** What an administrator comes for, in the head of the page. */
export function AdministratorActions({ oldest }: { oldest: Item | undefined }) {
  const may = useMay()
  return (
    <>
      {may('partners.administer') && (
        <Button component={Link} to="/partners/new" variant="default">
          <T id="partners.new" />
        </Button>
      )}
      {oldest && (
        <Button component={Link} to={oldest.to}>
          <T id="home.startOldest" />
        </Button>
      )}
    </>
  )
}

/** Nobody can upload a certificate before there is a root. */
function NobodyTrusted() {
  return (
    <Alert color="yellow">
      <Text size="sm" mb="xs">
        <T id="home.trustEmpty" />
      </Text>
      <Button component={Link} to="/trust-store/upload" variant="default" size="xs">
        <T id="trust.upload" />
      </Button>
    </Alert>
  )
}

function InboxEmpty() {
  return (
    <div className="empty">
      <Icon name="passed" />
      <span>
        <T id="home.queueEmpty" />
      </span>
      <Anchor component={Link} to="/approvals" size="sm">
        <T id="home.decided" />
      </Anchor>
    </div>
  )
}
