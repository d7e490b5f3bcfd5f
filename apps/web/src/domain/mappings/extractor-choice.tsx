import { listExtractorConfigurations, longestAskedVersion, type RowOf } from '@pmp/contract'
import { Alert, Fieldset, Input, Select, Stack, TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import { useRead } from '../../api/query.ts'
import { T, useText } from '../../i18n/text.tsx'
import { Loaded } from '../../ui/page.tsx'
import {
  modalitiesIn,
  providerKey,
  providerOf,
  withModality,
  type Modality,
  type WantedExtractor,
} from './extractor.ts'
import './mappings.css'

type Configuration = RowOf<typeof listExtractorConfigurations>

interface ExtractorChoiceProps {
  /** The modalities that the deployment extracts, as its setting says. */
  modalities: string | undefined
  value?: readonly WantedExtractor[]
  onChange?: (extractors: WantedExtractor[]) => void
  error?: ReactNode
  required?: boolean
  'data-path'?: string
}

/** One extractor for each modality, of those that an administrator offers. */
export function ExtractorChoice(props: ExtractorChoiceProps) {
  const configurations = useRead(listExtractorConfigurations, {})
  return (
    <Loaded from={configurations}>
      {({ data }) => <Choices {...props} offered={data.filter(canBeAsked)} />}
    </Loaded>
  )
}

const canBeAsked = ({ bioextractorProviderVersion: version }: Configuration) =>
  version !== null && version.length <= longestAskedVersion

function Choices({ offered, ...props }: ExtractorChoiceProps & { offered: Configuration[] }) {
  const { t } = useText()
  const { value = [], onChange, error, required, modalities } = props
  const known = modalitiesIn(modalities)
  const rows = known.length > 0 ? known : modalitiesOf(offered)
  if (offered.length === 0 && value.length === 0) {
    return (
      <Alert color="yellow" role="note">
        <T id="mappings.nothingOffered" />
      </Alert>
    )
  }
  return (
    <Fieldset
      legend={t('mappings.extractors')}
      variant="unstyled"
      classNames={{ legend: 'mapping-legend' }}
      data-path={props['data-path']}
    >
      <Input.Description>
        {t(required ? 'mappings.extractors.required' : 'mappings.extractors.optional')}
      </Input.Description>
      <Stack gap={0} mt="xs" className="modalities">
        {rows.map((row) => (
          <ModalityRow
            key={row.modality}
            row={row}
            offered={offered}
            chosen={value.find(({ biometric }) => biometric.toLowerCase() === row.modality)}
            onChange={(extractor) => onChange?.(withModality(value, row.modality, extractor))}
          />
        ))}
      </Stack>
      {error && (
        <Input.Error mt="xs" role="alert">
          {error}
        </Input.Error>
      )}
    </Fieldset>
  )
}

/** Where the settings name no modality, those that are offered. */
function modalitiesOf(offered: readonly Configuration[]): Modality[] {
  const names = new Set(offered.map(({ bioModality }) => bioModality.toLowerCase()))
  return [...names].map((modality) => ({ modality, attributeName: modality }))
}

interface ModalityRowProps {
  row: Modality
  offered: readonly Configuration[]
  chosen: WantedExtractor | undefined
  onChange: (extractor: WantedExtractor | null) => void
}

function ModalityRow({ row, offered, chosen, onChange }: ModalityRowProps) {
  const { t, tMaybe } = useText()
  const { modality, attributeName } = row
  const name = tMaybe(`modalities.${modality}`) ?? modality
  const choices = useChoices(row, offered, chosen)
  function choose(key: string | null) {
    const provider = providerOf(key)
    onChange(provider && { attributeName, biometric: modality, ...provider })
  }
  return (
    <div className="modality">
      <Select
        label={name}
        placeholder={t('mappings.notUsed')}
        data={choices}
        disabled={choices.length === 0}
        description={choices.length === 0 ? t('mappings.noneFor') : undefined}
        value={chosen ? providerKey(chosen) : null}
        onChange={choose}
        clearable
        clearButtonProps={{ 'aria-label': t('mappings.leaveOut', { name }) }}
      />
      {chosen && (
        <TextInput
          label={t('mappings.subTypes', { name })}
          description={t('mappings.subTypes.hint')}
          value={chosen.biometricSubTypes ?? ''}
          onChange={({ currentTarget }) =>
            onChange({ ...chosen, biometricSubTypes: currentTarget.value || null })
          }
        />
      )}
    </div>
  )
}

/** The offered ones of a modality, and the chosen one, which may not be offered any more. */
function useChoices(
  { modality }: Modality,
  offered: readonly Configuration[],
  chosen: WantedExtractor | undefined,
) {
  const { t } = useText()
  const choices = new Map(
    offered
      .filter(({ bioModality }) => bioModality.toLowerCase() === modality)
      .map((row) => [
        providerKey({
          extractorProvider: row.bioextractorProviderName,
          extractorProviderVersion: row.bioextractorProviderVersion,
        }),
        `${row.configName} · ${row.bioextractorProviderName} ${row.bioextractorProviderVersion ?? ''}`,
      ]),
  )
  const key = chosen && providerKey(chosen)
  if (chosen && key && !choices.has(key)) {
    const version = chosen.extractorProviderVersion ?? ''
    choices.set(
      key,
      t('mappings.notOffered', { name: `${chosen.extractorProvider} ${version}`.trim() }),
    )
  }
  return [...choices].map(([value, label]) => ({ value, label }))
}
