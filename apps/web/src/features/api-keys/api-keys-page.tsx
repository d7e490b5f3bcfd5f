import { changeApiKeyStatus, listApiKeys, type RowOf } from '@pmp/contract'
import { Button, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { T, useText } from '../../i18n/text.tsx'
import { useMay } from '../../shell/session.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { ContractList, Empty, type ListColumn } from '../../ui/contract-list.tsx'
import { Page } from '../../ui/page.tsx'
import { Status } from '../../domain/status.tsx'

type Row = RowOf<typeof listApiKeys>

const mostYears = 100
const statuses = ['activated', 'deactivated'] as const

/** API keys, own ones or everybody's; never their values (ui.md S12). */
export default function ApiKeysPage() {
  const { t } = useText()
  const may = useMay()
  const [chosen, setChosen] = useState<Row | null>(null)
  const columns = useColumns(setChosen)
  const make = may('apiKeys.generate') && (
    <Button component={Link} to="/api-keys/new">
      <T id="keys.new" />
    </Button>
  )
  return (
    <Page title={t('keys.menu')} description={t('keys.about')} actions={make}>
      <ContractList
        name="api-keys"
        endpoint={listApiKeys}
        label={t('keys.menu')}
        columns={columns}
        keyOf={(row) => `${row.partnerId} ${row.policyId} ${row.apiKeyLabel}`}
        sort={{ field: 'createdDateTime', direction: 'desc' }}
        filters={[
          { name: 'apiKeyLabel', label: t('keys.label') },
          {
            name: 'status',
            label: t('fields.status'),
            choices: statuses.map((value) => ({ value, label: t(`status.${value}`) })),
          },
        ]}
        empty={<Empty text={t('keys.empty')} action={make} />}
      />
      {chosen && <Deactivate row={chosen} onClose={() => setChosen(null)} />}
    </Page>
  )
}

/** Keys without an end carry a date that nobody will see. */
function isDated(end: Date): boolean {
  return end.getFullYear() < new Date().getFullYear() + mostYears
}

function useColumns(onDeactivate: (row: Row) => void): ListColumn<typeof listApiKeys>[] {
  const { t, tMaybe, date } = useText()
  const may = useMay()
  const actions: ListColumn<typeof listApiKeys> = {
    title: 'fields.actions',
    cell: (row) =>
      row.status === 'activated' && (
        <Button
          size="xs"
          variant="default"
          onClick={() => onDeactivate(row)}
          aria-label={t('keys.deactivateOf', { label: row.apiKeyLabel })}
        >
          <T id="keys.deactivate" />
        </Button>
      ),
  }
  return [
    {
      title: 'keys.label',
      sortField: 'apiKeyLabel',
      text: (row) => row.apiKeyLabel,
      cell: (row) => (
        <Text fw={600} span>
          {row.apiKeyLabel}
        </Text>
      ),
    },
    { title: 'fields.organization', sortField: 'orgName', cell: (row) => row.orgName },
    { title: 'fields.policy', sortField: 'policyName', cell: (row) => row.policyName },
    {
      title: 'fields.created',
      sortField: 'createdDateTime',
      cell: (row) => date(row.createdDateTime),
    },
    {
      title: 'certificates.validTill',
      cell: ({ apiKeyExpiryDateTime: end }) => (end && isDated(end) ? date(end) : t('keys.noEnd')),
    },
    {
      title: 'fields.status',
      sortField: 'status',
      text: (row) => tMaybe(`status.${row.status}`) ?? row.status,
      cell: (row) => <Status value={row.status} />,
    },
    ...(may('apiKeys.changeStatus') ? [actions] : []),
  ]
}

function Deactivate({ row, onClose }: { row: Row; onClose: () => void }) {
  const { t } = useText()
  const { partnerId, policyId, apiKeyLabel: label } = row
  return (
    <ConfirmDialog
      title={t('keys.deactivateOf', { label })}
      text={t('keys.deactivate.text')}
      confirmLabel={t('keys.deactivate')}
      isDangerous
      endpoint={changeApiKeyStatus}
      call={{ partnerId, policyId, label, status: 'De-Active' }}
      done={t('keys.deactivated', { label })}
      onClose={onClose}
    />
  )
}
