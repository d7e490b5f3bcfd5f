import { readPolicyGroup, type ResponseOf } from '@pmp/contract'
import { Anchor, Button, Stack } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useRead } from '../../api/query.ts'
import { T, useText } from '../../i18n/text.tsx'
import { useMay } from '../../shell/session.tsx'
import { Empty } from '../../ui/contract-list.tsx'
import { DataTable, type Column } from '../../ui/data-table.tsx'
import { Loaded, Page } from '../../ui/page.tsx'
import { usePathValue } from '../../ui/path-value.ts'
import { Status } from '../../ui/status.tsx'
import { Facts, Surface } from '../../ui/surface.tsx'
import { ActivateGroup, DeactivateGroup, EditGroup } from './group-dialogs.tsx'

export type GroupDetails = ResponseOf<typeof readPolicyGroup>
type Policy = GroupDetails['policies'][number]

/** A policy group with its policies (ui.md S33). */
export default function PolicyGroupPage() {
  const policygroupId = usePathValue('groupId')
  const { t } = useText()
  const group = useRead(readPolicyGroup, { policygroupId })
  return (
    <Page
      title={group.data?.policyGroup.name ?? t('fields.policyGroup')}
      description={group.data?.policyGroup.desc}
      above={{ to: '/policy-groups', title: 'groups.menu' }}
      actions={group.data && <Actions details={group.data} />}
    >
      <Loaded from={group}>{(details) => <Details details={details} />}</Loaded>
    </Page>
  )
}

type Open = 'edit' | 'deactivate' | 'activate' | null

function Actions({ details }: { details: GroupDetails }) {
  const may = useMay()
  const [open, setOpen] = useState<Open>(null)
  const close = () => setOpen(null)
  const { policyGroup: group } = details
  if (!may('policyGroups.edit')) return null
  return (
    <>
      <Button variant="default" onClick={() => setOpen('edit')}>
        <T id="groups.edit" />
      </Button>
      {group.isActive ? (
        <Button variant="default" onClick={() => setOpen('deactivate')}>
          <T id="groups.deactivate" />
        </Button>
      ) : (
        <Button onClick={() => setOpen('activate')}>
          <T id="groups.activate" />
        </Button>
      )}
      {open === 'edit' && <EditGroup group={group} onClose={close} />}
      {open === 'deactivate' && <DeactivateGroup details={details} onClose={close} />}
      {open === 'activate' && <ActivateGroup group={group} onClose={close} />}
    </>
  )
}

function Details({ details: { policyGroup: group, policies } }: { details: GroupDetails }) {
  const { t, dateTime } = useText()
  const columns = useColumns()
  return (
    <div className="home-columns">
      <Surface title={t('policies.menu')}>
        <DataTable
          label={t('policies.menu')}
          columns={columns}
          rows={policies}
          keyOf={(row) => row.policyId}
          empty={<Empty text={t('groups.noPolicies')} />}
        />
      </Surface>
      <Stack gap="lg">
        <Surface title={t('requests.details')}>
          <Facts
            facts={[
              [
                t('fields.status'),
                <Status key="s" value={group.isActive ? 'activated' : 'deactivated'} />,
              ],
              [t('fields.created'), `${dateTime(group.crDtimes)} · ${group.crBy}`],
              [
                t('fields.changed'),
                group.updDtimes && `${dateTime(group.updDtimes)} · ${group.updBy}`,
              ],
              [t('fields.id'), <code key="id">{group.id}</code>],
            ]}
          />
        </Surface>
      </Stack>
    </div>
  )
}

function useColumns(): Column<Policy>[] {
  const { date } = useText()
  return [
    {
      title: 'fields.name',
      cell: (row) => (
        <Anchor component={Link} to={`/policies/${row.policyId}`} fw={600}>
          {row.policyName}
        </Anchor>
      ),
    },
    { title: 'policies.version', cell: (row) => row.version },
    { title: 'fields.created', cell: (row) => date(row.cr_dtimes) },
    { title: 'fields.status', cell: (row) => <Status value={statusOf(row)} /> },
  ]
}

/** The wire's status does not tell a deactivated policy from a draft; the schema does. */
export function statusOf({ schema, is_Active }: Pick<Policy, 'schema' | 'is_Active'>): string {
  if (schema === null) return 'draft'
  return is_Active ? 'activated' : 'deactivated'
}
