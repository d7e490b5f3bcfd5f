import { publishPolicy, readPolicy, type ResponseOf } from '@pmp/contract'
import { Button, Stack } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useChange, useRead } from '../../api/query.ts'
import { T, useText } from '../../i18n/text.tsx'
import { useMay } from '../../shell/session.tsx'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { useNotify } from '../../ui/notify.ts'
import { Loaded, Page } from '../../ui/page.tsx'
import { usePathValue } from '../../ui/path-value.ts'
import { PolicySummary } from '../../ui/policy-summary.tsx'
import { Status } from '../../ui/status.tsx'
import { Facts, Surface } from '../../ui/surface.tsx'

export type Policy = ResponseOf<typeof readPolicy>

/** `draft` · `activated` · `deactivated`; the wire's status does not tell the last from the first. */
export function statusOfPolicy(policy: Pick<Policy, 'schema' | 'is_Active'>): string {
  if (policy.schema === null) return 'draft'
  return policy.is_Active ? 'activated' : 'deactivated'
}

/** One policy: what it shares in plain words, its document, and what can be done with it. */
export default function PolicyPage() {
  const policyId = usePathValue('policyId')
  const { t } = useText()
  const policy = useRead(readPolicy, { policyId })
  return (
    <Page
      title={policy.data?.policyName ?? t('policies.one')}
      description={policy.data?.policyDesc}
      above={{ to: '/policies', title: 'policies.menu' }}
      actions={policy.data && <Actions policy={policy.data} />}
    >
      <Loaded from={policy}>{(data) => <PolicyDetails policy={data} />}</Loaded>
    </Page>
  )
}

function Actions({ policy }: { policy: Policy }) {
  const may = useMay()
  const [isPublishing, setPublishing] = useState(false)
  const { policyId, schema } = policy
  const isDraft = schema === null
  return (
    <>
      {may('policies.create') && (
        <Button
          component={Link}
          to="/policies/new"
          // The routes come from one table, so the router's types do not know this page's search.
          search={{ like: policyId } as never}
          variant="default"
        >
          <T id="policies.copy" />
        </Button>
      )}
      {isDraft && may('policies.edit') && (
        <Button component={Link} to={`/policies/${policyId}/edit`} variant="default">
          <T id="policies.edit" />
        </Button>
      )}
      {isDraft && may('policies.publish') && (
        <Button onClick={() => setPublishing(true)}>
          <T id="policies.publish" />
        </Button>
      )}
      {isPublishing && <Publish policy={policy} onClose={() => setPublishing(false)} />}
    </>
  )
}

function PolicyDetails({ policy }: { policy: Policy }) {
  const { t, tMaybe, dateTime } = useText()
  return (
    <div className="home-columns">
      <Surface title={t('policies.shares')}>
        <PolicySummary type={policy.policyType} document={policy.policies} />
      </Surface>
      <Stack gap="lg">
        <Surface title={t('requests.details')}>
          <Facts
            facts={[
              [t('fields.status'), <Status key="s" value={statusOfPolicy(policy)} />],
              [t('policies.type'), tMaybe(`policyTypes.${policy.policyType}`) ?? policy.policyType],
              [t('fields.policyGroup'), policy.policyGroupName],
              [t('policies.version'), policy.version],
              [t('fields.created'), `${dateTime(policy.cr_dtimes)} · ${policy.cr_by}`],
              [t('fields.id'), <code key="id">{policy.policyId}</code>],
            ]}
          />
        </Surface>
      </Stack>
    </div>
  )
}

function Publish({ policy, onClose }: { policy: Policy; onClose: () => void }) {
  const { t } = useText()
  const notify = useNotify()
  const publish = useChange(publishPolicy)
  const { policyId, policyGroupId: policygroupId } = policy
  function send() {
    publish.mutate(
      { policyId, policygroupId },
      {
        onSuccess: () => {
          notify(t('policies.published'))
          onClose()
        },
      },
    )
  }
  return (
    <ConfirmDialog
      title={t('policies.publishOf', { name: policy.policyName })}
      text={t('policies.publish.text', { group: policy.policyGroupName })}
      confirmLabel={t('policies.publish.confirm')}
      isPending={publish.isPending}
      error={publish.error}
      onConfirm={send}
      onClose={onClose}
    />
  )
}
