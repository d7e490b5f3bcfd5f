import { listPolicyRequests, type ResponseOf } from '@pmp/contract'
import { Alert, Anchor, Button, Group, Stack, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useRead } from '../../api/query.ts'
import { T, useText } from '../../i18n/text.tsx'
import { useMay, useSession } from '../../shell/session.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Loaded } from '../../ui/page.tsx'
import { Surface } from '../../ui/surface.tsx'
import { CarelessRules } from './careless-rules.tsx'
import { ExpiringSoon } from './expiring-soon.tsx'
import { IssuerOutage } from './issuer-outage.tsx'

const shownRequests = 6

/** The queue of an administrator: oldest pending requests first, and the state of the trust store. */
export function AdministratorHome() {
  const session = useSession()
  const may = useMay()
  const { t } = useText()
  const queue = useRead(listPolicyRequests, {
    status: 'InProgress',
    sortFieldName: 'createdDateTime',
    sortType: 'asc',
    pageNo: 0,
    pageSize: shownRequests,
  })
  return (
    <div className="home-columns">
      {session.issuerOutage && <IssuerOutage outage={session.issuerOutage} />}
      {session.certificatePathRules === 'upstream' && <CarelessRules />}
      {(session.waitingArrivals ?? 0) > 0 && <PeopleWaiting count={session.waitingArrivals ?? 0} />}
      <Surface title={t('home.queue', { count: session.pendingPolicyRequests ?? 0 })}>
        <Loaded from={queue}>
          {(page) => (
            <Stack gap={0}>
              {page.data.length === 0 && <QueueEmpty />}
              {page.data.map((request) => (
                <QueueLine key={request.id} request={request} />
              ))}
              {page.totalResults > shownRequests && (
                <Anchor component={Link} to="/approvals" mt="md">
                  {t('home.queueAll', { count: page.totalResults })}
                </Anchor>
              )}
            </Stack>
          )}
        </Loaded>
      </Surface>
      <Stack gap="lg">
        {may('certificates.watchExpiry') && <ExpiringSoon />}
        <Surface title={t('trust.menu')}>
          <Text mb="md">{t('home.trusted', { count: session.trustCertificates ?? 0 })}</Text>
          {session.trustCertificates === 0 && (
            <Text size="sm" c="dimmed" mb="md">
              <T id="home.trustEmpty" />
            </Text>
          )}
          <Group>
            <Button component={Link} to="/trust-store/upload">
              <T id="trust.upload" />
            </Button>
            <Button component={Link} to="/trust-store" variant="default">
              <T id="trust.show" />
            </Button>
          </Group>
        </Surface>
      </Stack>
    </div>
  )
}

/** People who signed in with a name that is not theirs. */
function PeopleWaiting({ count }: { count: number }) {
  const { t } = useText()
  return (
    <Alert variant="light" className="home-notice" title={t('home.people', { count })}>
      <Anchor component={Link} to="/approvals/people" size="sm">
        <T id="home.people.show" />
      </Anchor>
    </Alert>
  )
}

function QueueEmpty() {
  return (
    <Group gap="sm" wrap="nowrap">
      <span className="check check-passed" aria-hidden>
        <Icon name="done" size={14} />
      </span>
      <Text c="dimmed">
        <T id="home.queueEmpty" />
      </Text>
    </Group>
  )
}

function QueueLine({
  request,
}: {
  request: ResponseOf<typeof listPolicyRequests>['data'][number]
}) {
  const { t, age } = useText()
  const address = `/policy-requests/${request.id}`
  return (
    <Group justify="space-between" wrap="nowrap" className="queue-line">
      <div>
        <Anchor component={Link} to={address} fw={600}>
          {request.orgName}
        </Anchor>
        <Text size="sm" c="dimmed">
          {request.policyName} · {age(request.createdDateTime)}
        </Text>
      </div>
      <Button
        component={Link}
        to={address}
        variant="default"
        size="xs"
        aria-label={t('approvals.reviewOf', { name: request.orgName })}
      >
        <T id="approvals.review" />
      </Button>
    </Group>
  )
}
