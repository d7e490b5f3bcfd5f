import { listPolicies } from '@pmp/contract'
import { Anchor, Button, Group, Stack, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useRead } from '../../api/query.ts'
import { T, useText } from '../../i18n/text.tsx'
import { Loaded } from '../../ui/page.tsx'
import { Surface } from '../../ui/surface.tsx'

const shownDrafts = 5

/** Drafts that wait for publication, and the way to new policies. */
export function PolicyManagerHome({ isMain }: { isMain: boolean }) {
  const { t, tMaybe, age } = useText()
  const drafts = useRead(listPolicies, {
    status: 'draft',
    pageNo: 0,
    pageSize: shownDrafts,
    sortFieldName: 'createdDateTime',
    sortType: 'desc',
  })
  return (
    <Surface title={t('home.drafts')}>
      <Loaded from={drafts}>
        {(page) => (
          <Stack gap={0}>
            {page.data.length === 0 && <Text c="dimmed">{t('home.draftsEmpty')}</Text>}
            {page.data.map((policy) => (
              <div key={policy.policyId} className="queue-line">
                <Anchor component={Link} to={`/policies/${policy.policyId}`} fw={600}>
                  {policy.policyName}
                </Anchor>
                <Text size="sm" c="dimmed">
                  {tMaybe(`policyTypes.${policy.policyType}`) ?? policy.policyType} ·{' '}
                  {policy.policyGroupName} · {age(policy.createdDateTime)}
                </Text>
              </div>
            ))}
          </Stack>
        )}
      </Loaded>
      <Group mt="md">
        <Button component={Link} to="/policies/new" variant={isMain ? 'filled' : 'default'}>
          <T id="policies.new" />
        </Button>
        <Button component={Link} to="/policy-groups" variant="default">
          <T id="groups.menu" />
        </Button>
      </Group>
    </Surface>
  )
}
