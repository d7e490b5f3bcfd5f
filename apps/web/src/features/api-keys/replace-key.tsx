import { listPolicyRequests, replaceApiKey } from '@pmp/contract'
import { Select, Text, TextInput } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { pathOfKey } from '../../domain/api-key-path.ts'
import { useRead } from '../../api/query.ts'
import { useText } from '../../i18n/text.tsx'
import { useContractForm } from '../../ui/contract-form.ts'
import { FormDialog } from '../../ui/form.tsx'
import { nameOfKey, type ApiKey } from './api-key.ts'
import { KeyOnce } from './key-once.tsx'
import { endAfter, overlaps, type Overlap } from './overlap.ts'

interface ReplaceKeyProps {
  apiKey: ApiKey
  onClose: () => void
}

interface Values extends Record<string, unknown> {
  label: string
  policyId: string
  overlap: Overlap
  until: string
}

/**
 * A new key in the place of one in use, which goes on until a chosen time: systems change over without
 * a gap. Also the way to another policy, because a key is never moved.
 */
export function ReplaceKey({ apiKey, onClose }: ReplaceKeyProps) {
  const { t } = useText()
  const navigate = useNavigate()
  const form = useReplacement(apiKey)
  const { answer } = form
  if (answer) {
    return <KeyOnce made={answer} onDone={() => void navigate({ to: pathOfKey(answer) })} />
  }
  return (
    <FormDialog
      title={t('keys.replaceOf', { label: apiKey.apiKeyLabel })}
      form={form}
      submit={t('keys.replace.submit')}
      onClose={onClose}
    >
      <Text size="sm">{t('keys.replace.text')}</Text>
      <TextInput label={t('keys.replace.label')} {...form.field('label')} />
      <PolicyChoice apiKey={apiKey} {...form.choice('policyId')} />
      <Select
        label={t('keys.overlap')}
        allowDeselect={false}
        data={Object.entries(overlaps).map(([value, { text }]) => ({ value, label: t(text) }))}
        {...form.choice('overlap')}
      />
      {form.values.overlap === 'until' && (
        <TextInput
          type="datetime-local"
          label={t('keys.overlap.until.at')}
          max="9999-12-31T23:59"
          {...form.field('until')}
        />
      )}
    </FormDialog>
  )
}

function useReplacement(apiKey: ApiKey) {
  return useContractForm<typeof replaceApiKey, Values>({
    endpoint: replaceApiKey,
    initialValues: { label: '', policyId: apiKey.policyId, overlap: 'week', until: '' },
    toCall: ({ label, policyId, overlap, until }) => ({
      ...nameOfKey(apiKey),
      label,
      newPolicyId: policyId === apiKey.policyId ? undefined : policyId,
      oldKeyEndsAt: endAfter(overlap, until, { now: new Date(), end: apiKey.apiKeyExpiryDateTime }),
    }),
    shownAs: { newPolicyId: 'policyId', oldKeyEndsAt: 'overlap' },
    alsoRequired: ({ overlap }) => (overlap === 'until' ? ['until'] : []),
  })
}

interface PolicyChoiceProps {
  apiKey: ApiKey
  value?: string
  onChange?: (policyId: string | null) => void
}

/** Policies that are approved for the partner of a key, its own among them. */
function PolicyChoice({ apiKey, ...field }: PolicyChoiceProps) {
  const { t } = useText()
  const { partnerId, policyId, policyName } = apiKey
  const approved = useRead(listPolicyRequests, {
    partnerId,
    partnerIdSearchType: 'equals',
    status: 'approved',
  })
  const names = new Map([
    [policyId, policyName],
    ...(approved.data?.data ?? []).map((row) => [row.policyId, row.policyName] as const),
  ])
  return (
    <Select
      label={t('fields.policy')}
      description={t('keys.replace.policy')}
      allowDeselect={false}
      searchable
      nothingFoundMessage={t('states.noMatch')}
      data={[...names].map(([value, label]) => ({ value, label }))}
      {...field}
    />
  )
}
