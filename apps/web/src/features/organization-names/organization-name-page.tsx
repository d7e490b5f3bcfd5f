import { listNameRequestsOfPartner, withdrawNameRequest, type ResponseOf } from '@pmp/contract'
import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useRead } from '../../api/query.ts'
import { useReasonText } from '../../domain/deactivation/reason-text.ts'
import { T, useText } from '../../i18n/text.tsx'
import { ActingFor, useAbove, usePartnerId } from '../../shell/acting-for.tsx'
import { OwnPartnerSelect } from '../../shell/own-partner-select.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { Empty } from '../../ui/contract-list.tsx'
import { Loaded, Page } from '../../ui/page.tsx'
import { Status } from '../../domain/status.tsx'
import { Facts, Surface } from '../../ui/surface.tsx'
import { NameRequestForm } from './name-request-form.tsx'

type Requests = ResponseOf<typeof listNameRequestsOfPartner>
type NameRequest = Requests['data'][number]

/** The name of a partner, what it asks for, and how that was decided. */
export default function OrganizationNamePage() {
  const { t } = useText()
  const partnerId = usePartnerId()
  const above = useAbove(partnerId, { to: '/profile', title: 'profile.menu' })
  return (
    <Page title={t('names.title')} description={t('names.about')} above={above}>
      {partnerId ? (
        <NameOf key={partnerId} partnerId={partnerId} />
      ) : (
        <Surface>
          <Empty text={t('certificates.needsRegistration')} />
        </Surface>
      )}
    </Page>
  )
}

function NameOf({ partnerId }: { partnerId: string }) {
  const { t } = useText()
  const requests = useRead(listNameRequestsOfPartner, { partnerId, pageNo: 0, pageSize: 20 })
  return (
    <Loaded from={requests}>
      {({ partner, data }) => {
        const open = data.find(({ status }) => status === 'InProgress')
        const past = data.filter(({ status }) => status !== 'InProgress')
        return (
          <Stack gap="lg">
            <ActingFor partnerId={partnerId} name={partner.organizationName} />
            <OwnPartnerSelect partnerId={partnerId} />
            <NameToday partner={partner} />
            {open && <OpenRequest request={open} />}
            {!open && !partner.isDeactivated && <NameRequestForm partnerId={partnerId} />}
            {past.length > 0 && (
              <Surface title={t('names.past')}>
                <PastRequests requests={past} />
              </Surface>
            )}
          </Stack>
        )
      }}
    </Loaded>
  )
}

function NameToday({ partner }: { partner: Requests['partner'] }) {
  const { t } = useText()
  const { organizationName: name, certificateOrganization: old } = partner
  return (
    <Surface>
      <Stack>
        <Facts facts={[[t('names.today'), <bdi key="name">{name}</bdi>]]} />
        {old !== null && old !== name && (
          <Alert color="yellow" role="note">
            {t('certificates.oldName', { old, name })}
          </Alert>
        )}
        {partner.isDeactivated && (
          <Alert color="yellow">
            <T id="home.deactivated" />
          </Alert>
        )}
      </Stack>
    </Surface>
  )
}

function OpenRequest({ request }: { request: NameRequest }) {
  const { t, dateTime } = useText()
  const [isAsked, setAsked] = useState(false)
  const { partnerId, requestId, newName, reason, requestedAt, requestedBy } = request
  return (
    <Surface title={t('names.open')}>
      <Stack>
        <Facts
          facts={[
            [t('fields.status'), <Status key="s" value={request.status} />],
            [t('names.new'), <bdi key="new">{newName}</bdi>],
            [t('names.reason'), reason],
            [t('fields.asked'), `${dateTime(requestedAt)} · ${requestedBy}`],
          ]}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={() => setAsked(true)}>
            <T id="names.withdraw" />
          </Button>
        </Group>
        {isAsked && (
          <ConfirmDialog
            title={t('names.withdraw')}
            text={t('names.withdraw.text', { name: newName })}
            confirmLabel={t('names.withdraw')}
            endpoint={withdrawNameRequest}
            call={{ partnerId, requestId }}
            done={t('names.withdrawn')}
            onClose={() => setAsked(false)}
          />
        )}
      </Stack>
    </Surface>
  )
}

function PastRequests({ requests }: { requests: readonly NameRequest[] }) {
  const { t, dateTime } = useText()
  const reasonText = useReasonText()
  return (
    <Stack component="ul" className="plain-list" gap="lg">
      {requests.map((request) => (
        <li key={request.requestId}>
          <Group gap="sm">
            <Text fw={600} size="sm">
              {t('names.change', { previous: request.previousName, next: request.newName })}
            </Text>
            <Status value={request.status} />
          </Group>
          {request.decisionReason && (
            <Text size="sm" className="quote">
              {reasonText(request.decisionReason)}
            </Text>
          )}
          {request.decidedAt && (
            <Text size="xs" c="dimmed">
              {dateTime(request.decidedAt)} · {request.decidedBy}
            </Text>
          )}
        </li>
      ))}
    </Stack>
  )
}
