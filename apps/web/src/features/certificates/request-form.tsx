import { PasswordInput, Select, SimpleGrid, Stack, Text, TextInput } from '@mantine/core'
import { useForm, type UseFormReturnType } from '@mantine/form'
import { useMutation } from '@tanstack/react-query'
import { useText } from '../../i18n/text.tsx'
import { useSession } from '../../shell/session.tsx'
import { focusFirst } from '../../ui/contract-form.ts'
import { Form } from '../../ui/form.tsx'
import { makeRequest, type MadeRequest } from './certificate-request.ts'
import type { ChosenPartner } from './chosen-partner.ts'
import { isRsa, keyKinds, type KeyKindName } from '../../domain/keys/key-kinds.ts'

/** RFC 5280 appendix A.1: upper bounds of the attributes. */
const longestName = 64
const longestPlace = 128
const shortestPassphrase = 12

const usualKind: KeyKindName = 'RSA 2048'

const blank = {
  kind: usualKind,
  commonName: '',
  unit: '',
  locality: '',
  state: '',
  country: '',
  passphrase: '',
  repeated: '',
}

type Values = Omit<typeof blank, 'kind'> & { kind: KeyKindName }

interface RequestFormProps {
  partner: ChosenPartner
  onMade: (made: MadeRequest) => void
}

/** Subject, kind of key and passphrase; the organisation is that of the partner, to the letter. */
export function RequestForm({ partner, onMade }: RequestFormProps) {
  const { t } = useText()
  const making = useMutation({ mutationFn: makeRequest, onSuccess: onMade })
  const form = useForm<Values>({
    initialValues: { ...blank, commonName: partner.partnerId },
    validate: {
      commonName: (value) => (value.trim() === '' ? t('forms.required') : null),
      country: (value) => (/^([A-Z]{2})?$/i.test(value.trim()) ? null : t('csr.country.rule')),
      passphrase: (value) =>
        value !== '' && value.length < shortestPassphrase
          ? t('csr.passphrase.rule', { length: shortestPassphrase })
          : null,
      repeated: (value, { passphrase }) => (value === passphrase ? null : t('csr.repeat.rule')),
    },
  })

  function make({ kind, passphrase, ...parts }: Values) {
    const { commonName, unit, locality, state, country } = parts
    const subject = {
      organization: partner.organizationName,
      commonName: commonName.trim(),
      unit: unit.trim(),
      locality: locality.trim(),
      state: state.trim(),
      country: country.trim().toUpperCase(),
    }
    making.mutate({ kind, passphrase, subject })
  }
  const frame = {
    onSubmit: form.onSubmit(make, (errors) => focusFirst(form, Object.keys(errors))),
    isSending: making.isPending,
    above: making.error,
    isUnsent: () => form.isDirty() && !making.isSuccess,
  }

  return (
    <Form form={frame} submit={t('csr.make')} gap="lg">
      <SubjectFields form={form} organization={partner.organizationName} />
      <KeyFields form={form} />
    </Form>
  )
}

interface FieldsProps {
  form: UseFormReturnType<Values>
}

function SubjectFields({ form, organization }: FieldsProps & { organization: string }) {
  const { t } = useText()
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }}>
      <TextInput
        label={t('csr.organization')}
        description={t('csr.organization.hint')}
        value={organization}
        readOnly
      />
      <TextInput
        label={t('csr.commonName')}
        description={t('csr.commonName.hint')}
        required
        maxLength={longestName}
        {...form.getInputProps('commonName')}
      />
      <TextInput label={t('csr.unit')} maxLength={longestName} {...form.getInputProps('unit')} />
      <TextInput
        label={t('csr.locality')}
        maxLength={longestPlace}
        {...form.getInputProps('locality')}
      />
      <TextInput label={t('csr.state')} maxLength={longestPlace} {...form.getInputProps('state')} />
      <TextInput
        label={t('csr.country')}
        placeholder="FR"
        maxLength={2}
        {...form.getInputProps('country')}
      />
    </SimpleGrid>
  )
}

function KeyFields({ form }: FieldsProps) {
  const { t, list } = useText()
  const { settings } = useSession()
  const accepted = list((settings['certificateSignatureAlgorithms'] ?? '').split(','))
  return (
    <Stack>
      <Select
        label={t('csr.kind')}
        description={t('csr.kind.hint')}
        allowDeselect={false}
        data={Object.keys(keyKinds)}
        {...form.getInputProps('kind')}
      />
      <Text size="sm">{t('csr.accepted', { list: accepted })}</Text>
      {!isRsa(form.values.kind) && <Text size="sm">{t('csr.curve', { list: accepted })}</Text>}
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <PasswordInput
          label={t('csr.passphrase')}
          description={t('csr.passphrase.hint')}
          autoComplete="new-password"
          visibilityToggleButtonProps={{ 'aria-label': t('signIn.show') }}
          {...form.getInputProps('passphrase')}
        />
        <PasswordInput
          label={t('csr.repeat')}
          description={t('csr.repeat.hint')}
          autoComplete="new-password"
          visibilityToggleButtonProps={{ 'aria-label': t('signIn.show') }}
          {...form.getInputProps('repeated')}
        />
      </SimpleGrid>
    </Stack>
  )
}
