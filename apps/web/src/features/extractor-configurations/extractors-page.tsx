import {
  deleteExtractorConfiguration,
  listExtractorConfigurations,
  type RowOf,
} from '@pmp/contract'
import { Button } from '@mantine/core'
import { useState } from 'react'
import { T, useText } from '../../i18n/text.tsx'
import { modalitiesIn } from '../../domain/mappings/extractor.ts'
import { useMay, useSession } from '../../shell/session.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { ContractList, Empty, type ListColumn } from '../../ui/contract-list.tsx'
import { Page } from '../../ui/page.tsx'
import { CredentialTypes } from './credential-types.tsx'
import { NewExtractorDialog } from './new-extractor-dialog.tsx'

type Configuration = RowOf<typeof listExtractorConfigurations>

/** Bio extractors that administrators offer to partners (additions-1.3.0.md 5), and the credential types. */
export default function ExtractorsPage() {
  const { t, tMaybe } = useText()
  const { settings } = useSession()
  const [isAdding, setAdding] = useState(false)
  const [leaving, setLeaving] = useState<Configuration | null>(null)
  const columns = useColumns(setLeaving)
  const setting = settings['allowedBioextractorModalitiesAttributeNameMap']
  const add = useMay()('extractorConfigurations.create') && (
    <Button onClick={() => setAdding(true)}>
      <T id="extractors.new" />
    </Button>
  )
  return (
    <Page title={t('extractors.menu')} description={t('extractors.about')} actions={add}>
      <ContractList
        name="extractors"
        endpoint={listExtractorConfigurations}
        label={t('extractors.menu')}
        columns={columns}
        keyOf={(row) => row.id}
        sort={{ field: 'createdDateTime', direction: 'desc' }}
        filters={[
          { name: 'configName', label: t('fields.name') },
          { name: 'bioextractorProviderName', label: t('extractors.provider') },
          {
            name: 'bioModality',
            label: t('extractors.modality'),
            choices: modalitiesIn(setting).map(({ modality: value }) => ({
              value,
              label: tMaybe(`modalities.${value}`) ?? value,
            })),
          },
        ]}
        empty={<Empty text={t('extractors.empty')} action={add} />}
      />
      <CredentialTypes setting={settings['allowedCredentialTypes']} />
      {isAdding && <NewExtractorDialog onClose={() => setAdding(false)} />}
      {leaving && (
        <ConfirmDialog
          title={t('extractors.remove.title', { name: leaving.configName })}
          text={t('extractors.remove.text')}
          confirmLabel={t('extractors.remove.confirm', { name: leaving.configName })}
          isDangerous
          endpoint={deleteExtractorConfiguration}
          call={{ id: leaving.id, status: 'DELETED' }}
          done={t('extractors.removed')}
          onClose={() => setLeaving(null)}
        />
      )}
    </Page>
  )
}

function useColumns(
  remove: (row: Configuration) => void,
): ListColumn<typeof listExtractorConfigurations>[] {
  const { t, tMaybe, date } = useText()
  const may = useMay()
  const removal: ListColumn<typeof listExtractorConfigurations> = {
    title: 'fields.actions',
    text: () => '',
    cell: (row) => (
      <Button
        variant="subtle"
        color="red"
        size="compact-sm"
        aria-label={t('extractors.removeOf', { name: row.configName })}
        onClick={() => remove(row)}
      >
        <T id="extractors.remove" />
      </Button>
    ),
  }
  return [
    { title: 'fields.name', sortField: 'configName', cell: (row) => row.configName },
    {
      title: 'extractors.modality',
      sortField: 'bioModality',
      cell: (row) => tMaybe(`modalities.${row.bioModality.toLowerCase()}`) ?? row.bioModality,
      text: (row) => row.bioModality,
    },
    {
      title: 'extractors.provider',
      sortField: 'bioextractorProviderName',
      cell: (row) => row.bioextractorProviderName,
    },
    {
      title: 'extractors.version',
      sortField: 'bioextractorProviderVersion',
      cell: (row) => row.bioextractorProviderVersion ?? '–',
    },
    {
      title: 'fields.created',
      sortField: 'createdDateTime',
      cell: (row) => date(row.createdDateTime),
    },
    ...(may('extractorConfigurations.delete') ? [removal] : []),
  ]
}
