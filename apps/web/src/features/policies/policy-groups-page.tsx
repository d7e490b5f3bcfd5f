import { listActivePolicyGroups, type ResponseOf } from '@pmp/contract'
import { Button, Group, Text } from '@mantine/core'
import { useState } from 'react'
import { useRead } from '../../api/query.ts'
import { T, useText } from '../../i18n/text.tsx'
import { useMay } from '../../shell/session.tsx'
import { Empty } from '../../ui/contract-list.tsx'
import { DataTable, type Column } from '../../ui/data-table.tsx'
import { Page } from '../../ui/page.tsx'
import { Surface } from '../../ui/surface.tsx'
import { DeactivateGroup, EditGroup, NewGroup } from './group-dialogs.tsx'

export type PolicyGroup = ResponseOf<typeof listActivePolicyGroups>[number]

type Open = { kind: 'new' } | { kind: 'edit' | 'deactivate'; group: PolicyGroup }

/** The active policy groups, and the way to a new one (ui.md S32). */
export default function PolicyGroupsPage() {
  const { t } = useText()
  const may = useMay()
  const [open, setOpen] = useState<Open | null>(null)
  const groups = useRead(listActivePolicyGroups, {})
  const columns = useColumns(setOpen)
  const close = () => setOpen(null)
  const create = may('policyGroups.create') && (
    <Button onClick={() => setOpen({ kind: 'new' })}>
      <T id="groups.new" />
    </Button>
  )
  return (
    <Page title={t('groups.menu')} description={t('groups.about')} actions={create}>
      <Surface>
        <DataTable
          label={t('groups.menu')}
          columns={columns}
          rows={groups.data}
          keyOf={(row) => row.id}
          error={groups.error}
          onRetry={() => void groups.refetch()}
          empty={<Empty text={t('groups.empty')} />}
        />
      </Surface>
      {open?.kind === 'new' && <NewGroup onClose={close} />}
      {open?.kind === 'edit' && <EditGroup group={open.group} onClose={close} />}
      {open?.kind === 'deactivate' && <DeactivateGroup group={open.group} onClose={close} />}
    </Page>
  )
}

function useColumns(onOpen: (open: Open) => void): Column<PolicyGroup>[] {
  const { t } = useText()
  const may = useMay()
  const actions: Column<PolicyGroup> = {
    title: 'fields.actions',
    cell: (group) => (
      <Group gap="xs" wrap="nowrap">
        <Button
          size="xs"
          variant="default"
          onClick={() => onOpen({ kind: 'edit', group })}
          aria-label={t('groups.editOf', { name: group.name })}
        >
          <T id="groups.edit" />
        </Button>
        <Button
          size="xs"
          variant="default"
          onClick={() => onOpen({ kind: 'deactivate', group })}
          aria-label={t('groups.deactivateOf', { name: group.name })}
        >
          <T id="groups.deactivate" />
        </Button>
      </Group>
    ),
  }
  return [
    {
      title: 'fields.name',
      cell: (row) => (
        <Text fw={600} span>
          {row.name}
        </Text>
      ),
    },
    { title: 'fields.description', cell: (row) => row.description },
    { title: 'fields.id', cell: (row) => <code>{row.id}</code> },
    ...(may('policyGroups.edit') ? [actions] : []),
  ]
}
