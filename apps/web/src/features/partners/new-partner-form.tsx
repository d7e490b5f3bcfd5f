import {
  createPartner,
  internalPartnerTypes,
  listActivePolicyGroups,
  partnerTypes,
  typeWithoutRegistration,
} from '@pmp/contract'
import { Alert, Button, Group, Select, SimpleGrid, Stack, Textarea, TextInput } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { useRead } from '../../api/query.ts'
import { languages } from '../../i18n/language.tsx'
import { T, useText } from '../../i18n/text.tsx'
import { useSession } from '../../shell/session.tsx'
import { useContractForm } from '../../ui/contract-form.ts'
import { FailureAlert } from '../../ui/failure.tsx'
import { GroupSelect } from '../../domain/policies/group-select.tsx'
import { LeaveGuard } from '../../ui/leave-guard.tsx'
import { Surface } from '../../ui/surface.tsx'

const blank = {
  partnerType: 'ABIS_Partner',
  policyGroup: '',
  partnerId: '',
  organizationName: '',
  emailId: '',
  contactNumber: '',
  langCode: 'eng',
  address: '',
}

type Values = typeof blank
export type NewPartner = Pick<Values, 'partnerId' | 'organizationName'>

/** What is asked of a new partner; the limits are those of the settings. */
export function NewPartnerForm({ onDone }: { onDone: (partner: NewPartner) => void }) {
  const { t } = useText()
  const rules = useRules()
  const { form, change, onSubmit, above, isUnsent } = useContractForm({
    endpoint: createPartner,
    initialValues: blank,
    toCall: ({ policyGroup, ...values }) => ({
      ...values,
      policyGroup: policyGroup || undefined,
      logoUrl: undefined,
      additionalInfo: undefined,
    }),
    check: rules.check,
    fieldOf: {
      PMS_PRT_051: 'partnerId',
      PMS_PRT_052: 'partnerId',
      PMS_PRT_066: 'partnerId',
      PMS_PRT_011: 'emailId',
      PMS_PRT_012: 'emailId',
      PMS_PRT_013: 'contactNumber',
    },
    onDone: () => onDone(form.values),
  })
  const { partnerType } = form.values
  const isNeeded = partnerType !== typeWithoutRegistration
  return (
    <form noValidate onSubmit={onSubmit}>
      <LeaveGuard isUnsent={isUnsent} />
      <Surface>
        <Stack>
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <TypeSelect {...form.getInputProps('partnerType')} />
            <Groups
              isShown={rules.needsGroup(partnerType)}
              {...form.getInputProps('policyGroup')}
            />
          </SimpleGrid>
          {isNeeded ? (
            <>
              <Details form={form} limits={rules.limits} />
              <FailureAlert error={above} />
              <Group justify="flex-end">
                <Button type="submit" loading={change.isPending}>
                  <T id="partners.create" />
                </Button>
              </Group>
            </>
          ) : (
            <Alert color="blue" role="status" title={t('partners.notNeeded')}>
              <T id="partners.notNeeded.text" />
            </Alert>
          )}
        </Stack>
      </Surface>
    </form>
  )
}

/** Rules that come from the deployment's settings and reference data. */
function useRules() {
  const { t } = useText()
  const { policyRequiredPartnerTypes, settings } = useSession()
  const limits = {
    partnerId: Number(settings['partnerIdMaxLength']),
    contactNumber: Number(settings['phoneNumberMaxLength']),
  }
  const needsGroup = (type: string) => policyRequiredPartnerTypes.includes(type.toUpperCase())
  function check({ partnerType, policyGroup, partnerId, contactNumber }: Values) {
    return {
      policyGroup: needsGroup(partnerType) && policyGroup === '' ? t('forms.required') : null,
      partnerId: /\s/.test(partnerId.trim()) ? t('partners.id.blanks') : null,
      contactNumber: /^[0-9 +()-]*$/.test(contactNumber) ? null : t('partners.phone.rule'),
    }
  }
  return { limits, needsGroup, check }
}

interface FieldProps {
  value?: string
  onChange: (value: string) => void
}

/** Every type, by who else could create such a partner. */
function TypeSelect({ value, onChange, ...field }: FieldProps) {
  const { t } = useText()
  const optionOf = (code: Parameters<typeof nameOf>[0]) => ({ value: code, label: t(nameOf(code)) })
  const ofSelfService = (wanted: boolean) =>
    partnerTypes
      .filter(({ isSelfService }) => isSelfService === wanted)
      .map(({ code }) => optionOf(code))
  return (
    <Select
      label={t('fields.partnerType')}
      required
      allowDeselect={false}
      data={[
        { group: t('partners.types.administered'), items: ofSelfService(false) },
        { group: t('partners.types.internal'), items: internalPartnerTypes.map(optionOf) },
        { group: t('partners.types.selfService'), items: ofSelfService(true) },
        { group: t('partners.types.unregistered'), items: [optionOf(typeWithoutRegistration)] },
      ]}
      value={value ?? null}
      onChange={(type) => onChange(type ?? '')}
      {...field}
    />
  )
}

type TypeCode =
  | (typeof partnerTypes)[number]['code']
  | (typeof internalPartnerTypes)[number]
  | typeof typeWithoutRegistration

function nameOf(code: TypeCode) {
  return `partnerTypes.${code}` as const
}

interface DetailsProps {
  form: UseFormReturnType<Values>
  limits: { partnerId: number; contactNumber: number }
}

function Details({ form, limits }: DetailsProps) {
  const { t } = useText()
  return (
    <>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <TextInput
          label={t('fields.partnerId')}
          description={t('partners.id.hint')}
          required
          maxLength={limits.partnerId}
          {...form.getInputProps('partnerId')}
        />
        <TextInput
          label={t('fields.organization')}
          description={t('fields.organization.hint')}
          required
          maxLength={128}
          {...form.getInputProps('organizationName')}
        />
        <TextInput
          label={t('fields.email')}
          type="email"
          required
          maxLength={254}
          {...form.getInputProps('emailId')}
        />
        <TextInput
          label={t('fields.phone')}
          type="tel"
          required
          maxLength={limits.contactNumber}
          {...form.getInputProps('contactNumber')}
        />
        <Select
          label={t('fields.language')}
          allowDeselect={false}
          data={Object.entries(languages).map(([value, { name }]) => ({ value, label: name }))}
          {...form.getInputProps('langCode')}
        />
      </SimpleGrid>
      <Textarea
        label={t('fields.address')}
        required
        autosize
        minRows={2}
        maxLength={2000}
        {...form.getInputProps('address')}
      />
    </>
  )
}

interface GroupsProps extends FieldProps {
  isShown: boolean
}

/** Only for types that ask for policies. */
function Groups({ isShown, ...field }: GroupsProps) {
  const groups = useRead(listActivePolicyGroups, {})
  return isShown ? <GroupSelect groups={groups.data ?? []} {...field} /> : <span />
}
