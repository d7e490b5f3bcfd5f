import { listPolicyRequests, readPolicyRequest } from '@pmp/contract'
import { Alert, Button, Group } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useRead } from '../../api/query.ts'
import { T, useText } from '../../i18n/text.tsx'
import { ofPartner } from '../../shell/acting-for.tsx'
import { useMay } from '../../shell/session.tsx'
import { Icon } from '../../ui/icon.tsx'

/** That the newest request was refused, why, and the way on; nothing once another one is asked for. */
export function Refusal({ partnerId }: { partnerId: string }) {
  const may = useMay()
  const requests = useRead(
    listPolicyRequests,
    {
      partnerId,
      partnerIdSearchType: 'equals',
      sortFieldName: 'createdDateTime',
      sortType: 'desc',
      pageNo: 0,
      pageSize: 1,
    },
    { enabled: may('policyRequests.list') },
  )
  const newest = requests.data?.data[0]
  if (newest?.status !== 'rejected') return null
  return <RefusedRequest requestId={newest.id} partnerId={partnerId} />
}

function RefusedRequest({ requestId, partnerId }: { requestId: string; partnerId: string }) {
  const { t } = useText()
  const may = useMay()
  const { data: request } = useRead(readPolicyRequest, { requestId })
  if (!request) return null
  const { policyName: policy, decisionReason: reason } = request
  return (
    <Alert
      color="red"
      role="note"
      icon={<Icon name="failed" />}
      title={t('home.refused', { policy })}
    >
      {reason && t('home.refused.why', { reason })}
      <Group gap="xs" mt="xs">
        {may('policyRequests.submit') && (
          <Button
            component={Link}
            to="/policy-requests/new"
            search={ofPartner(partnerId)}
            variant="default"
            size="xs"
          >
            <T id="home.refused.again" />
          </Button>
        )}
        <Button component={Link} to={`/policy-requests/${requestId}`} variant="subtle" size="xs">
          <T id="home.refused.read" />
        </Button>
      </Group>
    </Alert>
  )
}
