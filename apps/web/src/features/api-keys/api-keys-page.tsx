import { changeApiKey, listAllApiKeys, partnerTypes, type RowOf } from '@pmp/contract'
import { Anchor, Button, Group } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { call } from '../../api/call.ts'
import { pathOfKey } from '../../domain/api-key-path.ts'
import { endsWithinDays } from '../../domain/ending.ts'
import { Status } from '../../domain/status.tsx'
import { T, useText } from '../../i18n/text.tsx'
import { useMay } from '../../shell/session.tsx'
import { ContractList, Empty, type ListColumn, type ListFilter } from '../../ui/contract-list.tsx'
import { Page } from '../../ui/page.tsx'
import { endOf, isInUse, nameOfKey, statusOfKey } from './api-key.ts'
import { WeakMark } from './weak-mark.tsx'

type Column = ListColumn<typeof listAllApiKeys>
type Row = RowOf<typeof listAllApiKeys>
type Filter = ListFilter<typeof listAllApiKeys>

const statuses = ['activated', 'deactivated'] as const

/** API keys, own ones or everybody's; never their values (ui.md S12, S31). */
export default function ApiKeysPage() {
  const { t } = useText()
  const may = useMay()
  const columns = useColumns()
  const filters = useFilters()
  const bulk = useBulk()
  const make = may('apiKeys.generate') && (
    <Button component={Link} to="/api-keys/new">
      <T id="keys.new" />
    </Button>
  )
  return (
    <Page title={t('keys.menu')} actions={make}>
      <ContractList
        name="api-keys"
        endpoint={listAllApiKeys}
        label={t('keys.menu')}
        columns={columns}
        keyOf={(row) => `${row.partnerId} ${row.policyId} ${row.apiKeyLabel}`}
        sort={{ field: 'createdDateTime', direction: 'desc' }}
        filters={filters}
        {...(may('apiKeys.change') ? { bulk } : {})}
        empty={<Empty text={t('keys.empty')} action={make} />}
      />
    </Page>
  )
}

/** Several keys at once: those of a partner whose system was lost, for example. */
function useBulk() {
  const { t } = useText()
  return {
    nameOf: (row: Row) => row.apiKeyLabel,
    actions: [
      {
        label: t('keys.deactivate'),
        question: (count: number) => ({
          title: t('keys.deactivateMany', { count }),
          text: t('keys.deactivateMany.text', { count }),
          confirmLabel: t('keys.deactivateMany.confirm', { count }),
        }),
        fits: isInUse,
        run: (row: Row) => call(changeApiKey, { ...nameOfKey(row), status: 'De-active' }),
      },
    ],
  }
}

function useFilters(): Filter[] {
  const { t } = useText()
  const may = useMay()
  const ofAll: Filter[] = [
    { name: 'orgName', label: t('fields.organization') },
    { name: 'partnerId', label: t('fields.partnerId') },
    {
      name: 'partnerType',
      label: t('fields.partnerType'),
      choices: partnerTypes.map(({ code }) => ({ value: code, label: t(`partnerTypes.${code}`) })),
    },
  ]
  return [
    { name: 'apiKeyLabel', label: t('keys.label'), isSearch: true },
    {
      name: 'status',
      label: t('fields.status'),
      choices: statuses.map((value) => ({ value, label: t(`status.${value}`) })),
    },
    {
      name: 'expiryPeriod',
      label: t('keys.endsWithin'),
      choices: endsWithinDays.map((days) => ({
        value: `${days}`,
        label: t('keys.days', { days }),
      })),
    },
    { name: 'policyName', label: t('fields.policy') },
    { name: 'policyGroupName', label: t('fields.policyGroup') },
    ...(may('partners.administer') ? ofAll : []),
  ]
}

function useColumns(): Column[] {
  const { t, date } = useText()
  const may = useMay()
  const ofPartners: Column[] = [
    {
      title: 'fields.organization',
      part: 'line',
      sortField: 'orgName',
      cell: (row) => row.orgName,
    },
    {
      title: 'fields.partnerId',
      sortField: 'partnerId',
      isExtra: true,
      cell: (row) => <bdi>{row.partnerId}</bdi>,
    },
  ]
  return [
    {
      title: 'keys.label',
      sortField: 'apiKeyLabel',
      text: (row) => row.apiKeyLabel,
      cell: (row) => (
        <Group gap="xs">
          <Anchor component={Link} to={pathOfKey({ ...row, label: row.apiKeyLabel })} fw={600}>
            {row.apiKeyLabel}
          </Anchor>
          {row.isWeak && <WeakMark />}
        </Group>
      ),
    },
    ...(may('partners.administer') ? ofPartners : []),
    {
      title: 'fields.policy',
      part: 'line',
      sortField: 'policyName',
      cell: (row) => row.policyName,
    },
    {
      title: 'keys.ending',
      rank: 3,
      text: (row) => row.keyEnding ?? '',
      cell: (row) => (row.keyEnding ? <code dir="ltr">…{row.keyEnding}</code> : '–'),
    },
    ...useTimes(),
    {
      title: 'fields.created',
      sortField: 'createdDateTime',
      isExtra: true,
      cell: (row) => date(row.createdDateTime),
    },
    {
      title: 'fields.status',
      part: 'state',
      sortField: 'status',
      text: (row) => t(`status.${statusOfKey(row)}`),
      cell: (row) => <Status value={statusOfKey(row)} />,
    },
  ]
}

function useTimes(): Column[] {
  const { t, date, age } = useText()
  return [
    {
      title: 'keys.ends',
      part: 'end',
      sortField: 'apiKeyExpiryDateTime',
      cell: (row) => {
        const end = endOf(row)
        return end ? date(end) : t('keys.noEnd')
      },
    },
    {
      title: 'keys.lastUsed',
      rank: 2,
      cell: ({ lastUsedDateTime: at }) => (at ? age(at) : t('keys.neverUsed')),
    },
  ]
}
