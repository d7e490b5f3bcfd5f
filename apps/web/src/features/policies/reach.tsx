import { readPolicyReach, type ResponseOf } from '@pmp/contract'
import { Alert, Anchor, List, Stack, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useRead } from '../../api/query.ts'
import { T, useText } from '../../i18n/text.tsx'
import { Loaded } from '../../ui/page.tsx'

export type PolicyReach = ResponseOf<typeof readPolicyReach>

export function useReach(policyId: string) {
  return useRead(readPolicyReach, { policyId })
}

/** Whom a change of the policy reaches: counts, and the partners by name. */
export function Reach({ from }: { from: ReturnType<typeof useReach> }) {
  return <Loaded from={from}>{(reach) => <Partners reach={reach} />}</Loaded>
}

function Partners({ reach }: { reach: PolicyReach }) {
  const { t, tMaybe } = useText()
  const { total, partners, activeApiKeys, activeOidcClients } = reach
  if (total === 0) {
    return (
      <Text size="sm" c="dimmed">
        <T id="policies.reach.nobody" />
      </Text>
    )
  }
  return (
    <Stack gap={6}>
      <Text size="sm" fw={600}>
        {t('policies.reach', {
          partners: total,
          keys: activeApiKeys,
          clients: activeOidcClients,
        })}
      </Text>
      {/* Scrollable regions must be reachable with the keyboard. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className="reach" tabIndex={0} role="group" aria-label={t('policies.reach.partners')}>
        <List size="sm">
          {partners.map((partner) => (
            <List.Item key={partner.partnerId}>
              <bdi>{partner.orgName}</bdi>
              {' · '}
              {tMaybe(`partnerTypes.${partner.partnerType}`) ?? partner.partnerType}
              {' · '}
              {t('policies.reach.keys', {
                keys: partner.activeApiKeys + partner.activeOidcClients,
              })}
            </List.Item>
          ))}
        </List>
      </div>
    </Stack>
  )
}

/** What stands in the way of a deactivation, and where to deal with it (policy.md 5.5). */
export function Blocked({ reach }: { reach: PolicyReach }) {
  const { t } = useText()
  if (!isBlocked(reach)) return null
  const { approvedRequests: approved, pendingRequests: pending } = reach
  return (
    <Alert color="yellow" role="note">
      <Stack gap={4}>
        <Text size="sm">{t('policies.deactivate.blocked', { approved, pending })}</Text>
        <Anchor component={Link} to="/approvals" size="sm">
          <T id="approvals.menu" />
        </Anchor>
      </Stack>
    </Alert>
  )
}

export function isBlocked(reach: PolicyReach | undefined): boolean {
  return reach !== undefined && reach.approvedRequests + reach.pendingRequests > 0
}
