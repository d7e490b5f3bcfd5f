import { certificateDomains } from '@pmp/contract'
import { Button, Group } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { T, useText } from '../../i18n/text.tsx'
import { useMay } from '../../shell/session.tsx'
import { FilterBar } from '../../ui/filter-bar.tsx'
import type { Filter } from '../../ui/list-parts.ts'
import { useListState } from '../../ui/list-state.ts'
import { Page } from '../../ui/page.tsx'
import { Surface } from '../../ui/surface.tsx'
import { OwnLists } from './own-lists.tsx'
import { TrustTree } from './trust-tree.tsx'

/** The CA certificates of every domain as a tree (ui.md S24). */
export default function TrustStorePage() {
  const { t } = useText()
  const filters = useFilters()
  const list = useListState({
    sort: { field: 'issuedTo', direction: 'asc' },
    filters: filters.map(({ name }) => name),
  })
  const { search, state, partnerDomain } = list.filters
  const domains = certificateDomains.filter((domain) => !partnerDomain || domain === partnerDomain)
  return (
    <Page title={t('trust.menu')} actions={<Actions />}>
      <FilterBar filters={filters} list={list} />
      {search || state ? (
        <Surface title={t('trust.found')}>
          <TrustTree
            // A new search begins at its first page.
            key={JSON.stringify(list.filters)}
            label={t('trust.found')}
            query={list.filters}
            empty={t('states.noMatch')}
          />
        </Surface>
      ) : (
        domains.map((domain) => (
          <Surface key={domain} title={t(`domains.${domain}`)}>
            <TrustTree
              label={t(`domains.${domain}`)}
              query={{ partnerDomain: domain }}
              empty={t('trust.domain.empty')}
            />
          </Surface>
        ))
      )}
      <OwnLists />
    </Page>
  )
}

function Actions() {
  const may = useMay()
  return (
    <Group gap="sm">
      <Button component={Link} to="/trust-store/list" variant="default">
        <T id="trust.asList" />
      </Button>
      {may('certificates.uploadCa') && (
        <Button component={Link} to="/trust-store/upload">
          <T id="trust.upload" />
        </Button>
      )}
    </Group>
  )
}

function useFilters(): Filter[] {
  const { t } = useText()
  return [
    { name: 'search', label: t('trust.search') },
    {
      name: 'partnerDomain',
      label: t('trust.domain'),
      choices: certificateDomains.map((value) => ({ value, label: value })),
    },
    {
      name: 'state',
      label: t('fields.status'),
      choices: [
        { value: 'valid', label: t('status.valid') },
        { value: 'expired', label: t('status.expired') },
        { value: 'revoked', label: t('status.revoked') },
      ],
    },
  ]
}
