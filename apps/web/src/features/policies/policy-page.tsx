import { readPolicy } from '@pmp/contract'
import { Button, Stack } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useRead } from '../../api/query.ts'
import { T, useText } from '../../i18n/text.tsx'
import { useMay } from '../../shell/session.tsx'
import { Loaded, Page } from '../../ui/page.tsx'
import { usePathValue } from '../../ui/path-value.ts'
import { PolicySummary } from '../../domain/policies/policy-summary.tsx'
import { sharedBy } from '../../domain/policies/attribute-rows.ts'
import { ShareCounts, ShareSheet } from '../../domain/policies/share-sheet.tsx'
import { Status } from '../../domain/status.tsx'
import { Facts, Surface } from '../../ui/surface.tsx'
import { NextVersionNotice } from './next-version.tsx'
import { statusOfPolicy, type Policy } from './policy-facts.ts'
import { ClonePolicy, DeactivatePolicy, PublishPolicy } from './policy-dialogs.tsx'
import { Reach, useReach } from './reach.tsx'
import { Versions } from './versions.tsx'
import { pageSearch } from '../../shell/page-search.ts'

/** One policy: what it shares in plain words, its document, and what can be done with it. */
export default function PolicyPage() {
  const policyId = usePathValue('policyId')
  const { t } = useText()
  const policy = useRead(readPolicy, { policyId })
  return (
    <Page
      title={policy.data?.policyName ?? t('policies.one')}
      description={policy.data?.policyDesc}
      status={policy.data && <Status value={statusOfPolicy(policy.data)} isPill />}
      meta={useMeta(policy.data)}
      above={{ to: '/policies', title: 'policies.menu' }}
      actions={policy.data && <Actions policy={policy.data} />}
    >
      <Loaded from={policy}>{(data) => <PolicyDetails policy={data} />}</Loaded>
    </Page>
  )
}

function useMeta(policy: Policy | undefined) {
  const { t, tMaybe } = useText()
  if (!policy) return []
  return [
    t('policies.versionOf', { version: policy.version }),
    tMaybe(`policyTypes.${policy.policyType}`) ?? policy.policyType,
    policy.policyGroupName,
  ]
}

type Open = 'publish' | 'deactivate' | 'clone' | null

function Actions({ policy }: { policy: Policy }) {
  const may = useMay()
  const [open, setOpen] = useState<Open>(null)
  const close = () => setOpen(null)
  const { policyId } = policy
  const status = statusOfPolicy(policy)
  return (
    <>
      {may('policies.create') && (
        <>
          <Button variant="default" onClick={() => setOpen('clone')}>
            <T id="policies.clone" />
          </Button>
          <Button
            component={Link}
            to="/policies/new"
            search={pageSearch({ like: policyId })}
            variant="default"
          >
            <T id="policies.copy" />
          </Button>
        </>
      )}
      {status === 'draft' && may('policies.edit') && (
        <Button component={Link} to={`/policies/${policyId}/edit`} variant="default">
          <T id="policies.edit" />
        </Button>
      )}
      {status === 'draft' && may('policies.publish') && (
        <Button onClick={() => setOpen('publish')}>
          <T id="policies.publish" />
        </Button>
      )}
      {status === 'activated' && may('policies.deactivate') && (
        <Button variant="default" onClick={() => setOpen('deactivate')}>
          <T id="policies.deactivate" />
        </Button>
      )}
      {status === 'activated' && may('policies.edit') && (
        <Button component={Link} to={`/policies/${policyId}/next`}>
          <T id="policies.next.new" />
        </Button>
      )}
      {open === 'publish' && <PublishPolicy policy={policy} onClose={close} />}
      {open === 'deactivate' && <DeactivatePolicy policy={policy} onClose={close} />}
      {open === 'clone' && <ClonePolicy policy={policy} onClose={close} />}
    </>
  )
}

function PolicyDetails({ policy }: { policy: Policy }) {
  const { t, dateTime } = useText()
  const status = statusOfPolicy(policy)
  const reach = useReach(policy.policyId)
  return (
    <div className="home-columns">
      <Stack gap="lg">
        {status === 'activated' && <NextVersionNotice policy={policy} />}
        <Shares policy={policy} />
        {status !== 'draft' && (
          <Surface title={t('policies.reach.title')}>
            <Reach from={reach} />
          </Surface>
        )}
      </Stack>
      <Stack gap="lg">
        <Surface title={t('requests.details')}>
          <Facts
            facts={[
              [t('fields.created'), `${dateTime(policy.cr_dtimes)} · ${policy.cr_by}`],
              [t('fields.id'), <code key="id">{policy.policyId}</code>],
            ]}
          />
        </Surface>
        <Versions policy={policy} />
      </Stack>
    </div>
  )
}

/** What a partner learns about a person, as a sheet where the policy is of that kind, and in words. */
function Shares({ policy: { policyType, policies } }: { policy: Policy }) {
  const { t } = useText()
  const isSheet = sharedBy(policies) !== null
  return (
    <Surface
      title={t('policies.shares')}
      aside={
        <span className="quiet">
          <ShareCounts document={policies} />
        </span>
      }
    >
      <Stack>
        {isSheet && <ShareSheet type={policyType} document={policies} />}
        <PolicySummary type={policyType} document={policies} />
      </Stack>
    </Surface>
  )
}
