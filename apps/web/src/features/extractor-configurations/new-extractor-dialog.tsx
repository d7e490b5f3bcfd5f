import { createExtractorConfiguration, longestAskedVersion } from '@pmp/contract'
import { Select, TextInput } from '@mantine/core'
import { useText } from '../../i18n/text.tsx'
import { modalitiesIn } from '../../domain/mappings/extractor.ts'
import { useSession } from '../../shell/session.tsx'
import { useContractForm } from '../../ui/contract-form.ts'
import { FormDialog } from '../../ui/form.tsx'

/** Offers a bio extractor to partners. */
export function NewExtractorDialog({ onClose }: { onClose: () => void }) {
  const { t, tMaybe } = useText()
  const { settings } = useSession()
  const modalities = modalitiesIn(settings['allowedBioextractorModalitiesAttributeNameMap'])
  const form = useContractForm({
    endpoint: createExtractorConfiguration,
    initialValues: {
      configName: '',
      bioModality: modalities.length === 1 ? (modalities[0]?.modality ?? '') : '',
      bioextractorProviderName: '',
      bioextractorProviderVersion: '',
    },
    toCall: (values) => values,
    alsoRequired: () => [
      'configName',
      'bioModality',
      'bioextractorProviderName',
      'bioextractorProviderVersion',
    ],
    // Requests take no longer one (additions-1.3.0.md 4.2), so partners could not choose it.
    check: ({ bioextractorProviderVersion: version }) => ({
      bioextractorProviderVersion:
        version.trim().length > longestAskedVersion
          ? t('forms.tooLong', { limit: longestAskedVersion })
          : null,
    }),
    words: {
      configName: 'line',
      bioextractorProviderName: 'line',
      bioextractorProviderVersion: 'line',
    },
    judgesAtOnce: true,
    done: (_, { configName }) => t('extractors.added', { name: configName }),
    onDone: onClose,
  })
  return (
    <FormDialog
      title={t('extractors.new')}
      form={form}
      submit={t('extractors.offer')}
      onClose={onClose}
    >
      <TextInput
        label={t('fields.name')}
        description={t('extractors.name.hint')}
        {...form.field('configName')}
      />
      {modalities.length > 0 ? (
        <Select
          label={t('extractors.modality')}
          data={modalities.map(({ modality }) => ({
            value: modality,
            label: tMaybe(`modalities.${modality}`) ?? modality,
          }))}
          allowDeselect={false}
          {...form.choice('bioModality')}
        />
      ) : (
        <TextInput label={t('extractors.modality')} {...form.field('bioModality')} />
      )}
      <TextInput label={t('extractors.provider')} {...form.field('bioextractorProviderName')} />
      <TextInput label={t('extractors.version')} {...form.field('bioextractorProviderVersion')} />
    </FormDialog>
  )
}
