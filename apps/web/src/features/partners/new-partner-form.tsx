import {
  createPartner,
  internalPartnerTypes,
  listActivePolicyGroups,
  partnerTypes,
  typeWithoutRegistration,
} from '@pmp/contract'
import { Alert, Select, SimpleGrid, Stack, Textarea, TextInput } from '@mantine/core'
import { useRead } from '../../api/query.ts'
import { languages } from '../../i18n/language.tsx'
import { T, useText } from '../../i18n/text.tsx'
import { useSession } from '../../shell/session.tsx'
import { useContractForm, type FormFields } from '../../ui/contract-form.ts'
import { FormPart } from '../../ui/form-part.tsx'
import { Form } from '../../ui/form.tsx'
import { GroupSelect } from '../../domain/policies/group-select.tsx'
import { trimmed } from '../../ui/plain-words.ts'
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

/** A blank at the end of an organisation would be one that no certificate has. */
const words = ['partnerId', 'organizationName', 'emailId', 'contactNumber', 'address'] as const

type Values = typeof blank
export type NewPartner = Pick<Values, 'partnerId' | 'organizationName'>

/** What is asked of a new partner; the limits are those of the settings. */
export function NewPartnerForm({ onDone }: { onDone: (partner: NewPartner) => void }) {
  const { t } = useText()
  const rules = useRules()
  const form = useContractForm({
    endpoint: createPartner,
    initialValues: blank,
    toCall: ({ policyGroup, ...values }) => ({
      ...trimmed(values, words),
      policyGroup: policyGroup || undefined,
      logoUrl: undefined,
      additionalInfo: undefined,
    }),
    alsoRequired: ({ partnerType }) => (rules.needsGroup(partnerType) ? ['policyGroup'] : []),
    limits: rules.limits,
    check: rules.check,
    onDone: () => onDone(trimmed(form.values, words)),
  })
  const { partnerType } = form.values
  const beginning = (
    <FormPart title={t('partners.part.what')} text={t('partners.part.what.text')}>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <TypeSelect {...form.choice('partnerType')} />
        <Groups isShown={rules.needsGroup(partnerType)} {...form.choice('policyGroup')} />
      </SimpleGrid>
    </FormPart>
  )
  return (
    <Surface>
      {partnerType === typeWithoutRegistration ? (
        <Stack>
          {beginning}
          <Alert color="blue" role="status" title={t('partners.notNeeded')}>
            <T id="partners.notNeeded.text" />
          </Alert>
        </Stack>
      ) : (
        <Form form={form} submit={t('partners.create')} gap={0}>
          {beginning}
          <Details form={form} />
        </Form>
      )}
    </Surface>
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
  function check({ partnerId, contactNumber }: Values) {
    return {
      partnerId: /\s/.test(partnerId.trim()) ? t('partners.id.blanks') : null,
      contactNumber: /^[0-9 +()-]*$/.test(contactNumber) ? null : t('partners.phone.rule'),
    }
  }
  return { limits, needsGroup, check }
}

interface FieldProps {
  value?: string
  required?: boolean
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

function Details({ form }: { form: FormFields<Values> }) {
  const { t } = useText()
  return (
    <>
      <FormPart title={t('partners.part.who')} text={t('partners.part.who.text')}>
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <TextInput
            label={t('fields.partnerId')}
            description={t('partners.id.hint')}
            {...form.field('partnerId')}
          />
          <TextInput
            label={t('fields.organization')}
            description={t('fields.organization.hint')}
            {...form.field('organizationName')}
          />
        </SimpleGrid>
        <Textarea label={t('fields.address')} autosize minRows={2} {...form.field('address')} />
      </FormPart>
      <FormPart title={t('partners.part.contact')} text={t('partners.part.contact.text')}>
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <TextInput label={t('fields.email')} type="email" {...form.field('emailId')} />
          <TextInput label={t('fields.phone')} type="tel" {...form.field('contactNumber')} />
          <Select
            label={t('fields.language')}
            allowDeselect={false}
            data={Object.entries(languages).map(([value, { name }]) => ({ value, label: name }))}
            {...form.choice('langCode')}
          />
        </SimpleGrid>
      </FormPart>
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
