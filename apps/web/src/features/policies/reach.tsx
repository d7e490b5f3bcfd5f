import { readPolicyReach, type ResponseOf } from '@pmp/contract'
import { Alert, Anchor, List, Stack, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useRead } from '../../api/query.ts'
import { T, useText } from '../../i18n/text.tsx'
import { useMay } from '../../shell/session.tsx'
import { Loaded } from '../../ui/page.tsx'

type PolicyReach = ResponseOf<typeof readPolicyReach>
type ReachedPartner = PolicyReach['partners'][number]

export function useReach(policyId: string) {
  return useRead(readPolicyReach, { policyId })
}

/** Whom a change of the policy reaches: counts, and the partners by name with what they hold. */
export function Reach({ from }: { from: ReturnType<typeof useReach> }) {
  return <Loaded from={from}>{(reach) => <Partners reach={reach} />}</Loaded>
}

function Partners({ reach }: { reach: PolicyReach }) {
  const { t } = useText()
  const { total, partners } = reach
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
          keys: reach.activeApiKeys,
          clients: reach.activeOidcClients,
          licences: reach.activeMispLicences,
        })}
      </Text>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrollable regions must be reachable with the keyboard */}
      <div className="reach" tabIndex={0} role="group" aria-label={t('policies.reach.partners')}>
        <List size="sm" spacing={6}>
          {partners.map((partner) => (
            <List.Item key={partner.partnerId}>
              <Holder partner={partner} />
            </List.Item>
          ))}
        </List>
        <More count={total - partners.length} />
      </div>
    </Stack>
  )
}

/** A partner and, by name, its keys, clients and licences; an ended one says so. */
function Holder({ partner }: { partner: ReachedPartner }) {
  const { t, tMaybe, date } = useText()
  const { apiKeys, oidcClients, mispLicences } = partner
  const until = (validTo: Date | null) =>
    validTo === null ? '' : t('policies.reach.until', { date: date(validTo) })
  return (
    <>
      <bdi>{partner.orgName}</bdi>
      {' · '}
      {tMaybe(`partnerTypes.${partner.partnerType}`) ?? partner.partnerType}
      <ul className="plain-list">
        {apiKeys.map(({ label, isActive, validTo }) => (
          <Held key={label} title={t('policies.reach.key')} name={label} isActive={isActive}>
            {until(validTo)}
          </Held>
        ))}
        {oidcClients.map(({ name, status }) => (
          <Held
            key={name}
            title={t('policies.reach.client')}
            name={name}
            isActive={status === 'ACTIVE'}
          />
        ))}
        {mispLicences.map(({ name, isActive, validTo }, index) => (
          <Held
            // oxlint-disable-next-line react/no-array-index-key -- old licences have no name
            key={index}
            title={t('policies.reach.licence')}
            name={name ?? ''}
            isActive={isActive}
          >
            {until(validTo)}
          </Held>
        ))}
      </ul>
      <More count={unnamed(partner)} />
    </>
  )
}

/** Only the newest are named; those that are active are counted. */
function unnamed({ apiKeys, oidcClients, mispLicences, ...counts }: ReachedPartner): number {
  const isActive = (one: { isActive: boolean }) => one.isActive
  return (
    Math.max(0, counts.activeApiKeys - apiKeys.filter(isActive).length) +
    Math.max(
      0,
      counts.activeOidcClients - oidcClients.filter(({ status }) => status === 'ACTIVE').length,
    ) +
    Math.max(0, counts.activeMispLicences - mispLicences.filter(isActive).length)
  )
}

interface HeldProps {
  title: string
  name: string
  isActive: boolean
  children?: string
}

function Held({ title, name, isActive, children }: HeldProps) {
  const { t } = useText()
  return (
    <li>
      {title} {name && <bdi className="held">{name}</bdi>}
      {children}
      {!isActive && ` · ${t('status.deactivated')}`}
    </li>
  )
}

function More({ count }: { count: number }) {
  if (count <= 0) return null
  return (
    <Text size="sm" c="dimmed">
      <T id="policies.reach.more" values={{ count }} />
    </Text>
  )
}

/** What stands in the way of a deactivation, and who can deal with it (policy.md 5.5). */
export function Blocked({ reach }: { reach: PolicyReach }) {
  const { t } = useText()
  const may = useMay()
  const { approvedRequests: approved, pendingRequests: pending } = reach
  return (
    <Alert color="yellow" role="note">
      <Stack gap={4}>
        <Text size="sm">{t('policies.deactivate.blocked', { approved, pending })}</Text>
        {may('policyRequests.decide') ? (
          <Anchor component={Link} to="/approvals" size="sm">
            <T id="approvals.menu" />
          </Anchor>
        ) : (
          <Text size="sm">
            <T id="policies.deactivate.decidedBy" />
          </Text>
        )}
      </Stack>
    </Alert>
  )
}
