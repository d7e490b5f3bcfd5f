import { readPoliciesToAsk, requestMappingChange } from '@pmp/contract'
import { MultiSelect, Text, Textarea } from '@mantine/core'
import { useRead } from '../../api/query.ts'
import { T, useText } from '../../i18n/text.tsx'
import { freeTypes } from '../../domain/mappings/credential-type-choice.tsx'
import { ExtractorChoice } from '../../domain/mappings/extractor-choice.tsx'
import { asWanted, type WantedExtractor } from '../../domain/mappings/extractor.ts'
import { useSession } from '../../shell/session.tsx'
import { useContractForm } from '../../ui/contract-form.ts'
import { FormDialog } from '../../ui/form.tsx'
import type { PolicyRequest } from './policy-request.ts'

interface ChangeDialogProps {
  request: PolicyRequest
  onClose: () => void
}

interface Values extends Record<string, unknown> {
  extractors: readonly WantedExtractor[]
  credentialTypes: readonly string[]
  reason: string
}

/** Asks for other extractors and credential types than those in force (record 0036); all of them are named. */
export function ChangeDialog({ request, onClose }: ChangeDialogProps) {
  const { t } = useText()
  const { settings } = useSession()
  const { id: requestId, mapping, orgName } = request
  const { inForce, isRequired } = mapping
  const form = useContractForm<typeof requestMappingChange, Values>({
    endpoint: requestMappingChange,
    initialValues: {
      extractors: asWanted(inForce.extractors),
      credentialTypes: inForce.credentialTypes,
      reason: '',
    },
    toCall: ({ extractors, credentialTypes, reason }) => ({
      requestId,
      reason,
      extractors: [...extractors],
      credentialTypes: [...credentialTypes],
    }),
    alsoRequired: () => (isRequired ? ['extractors', 'credentialTypes'] : []),
    judgesAtOnce: true,
    done: () => t('changes.sent'),
    onDone: onClose,
  })
  const { data } = useRead(readPoliciesToAsk, { partnerId: request.partnerId })
  const taken = (data?.takenCredentialTypes ?? []).filter(
    (type) => !inForce.credentialTypes.includes(type),
  )
  return (
    <FormDialog
      title={t('changes.dialog', { name: orgName })}
      size="lg"
      form={form}
      submit={t('changes.send')}
      onClose={onClose}
    >
      <Text size="sm">
        <T id="changes.about" />
      </Text>
      <ExtractorChoice
        modalities={settings['allowedBioextractorModalitiesAttributeNameMap']}
        {...form.choice('extractors')}
      />
      <TypesChoice
        types={freeTypes(settings['allowedCredentialTypes'], taken)}
        {...form.choice('credentialTypes')}
      />
      <Textarea label={t('changes.reason')} autosize minRows={2} {...form.field('reason')} />
    </FormDialog>
  )
}

function TypesChoice({ types, ...field }: { types: readonly string[]; value?: string[] }) {
  const { t, tMaybe } = useText()
  return (
    <MultiSelect
      {...field}
      label={t('mappings.credentialTypes')}
      data={types.map((type) => ({
        value: type,
        label: tMaybe(`credentialTypes.${type}`) ?? type,
      }))}
    />
  )
}
