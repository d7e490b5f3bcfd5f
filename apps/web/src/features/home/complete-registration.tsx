import { listActivePolicyGroups, partnerTypes, registerPartner } from '@pmp/contract'
import { Alert, Select, SimpleGrid, Textarea, TextInput } from '@mantine/core'
import { useRead } from '../../api/query.ts'
import { T, useText } from '../../i18n/text.tsx'
import { useSession, type Session } from '../../shell/session.tsx'
import { useContractForm } from '../../ui/contract-form.ts'
import { FailureAlert } from '../../ui/failure.tsx'
import { Form } from '../../ui/form.tsx'
import { Surface } from '../../ui/surface.tsx'

function startFrom({ email, profile }: Session) {
  return {
    organizationName: profile.organizationName ?? '',
    partnerType: profile.partnerType ?? '',
    address: profile.address ?? '',
    contactNumber: profile.phoneNumber ?? '',
    emailId: email ?? '',
    policyGroup: '',
  }
}

/** Registers the organisation of a user who has none yet, filled from what the account knows. */
export default function CompleteRegistration() {
  const session = useSession()
  const { userName, profile, email, policyRequiredPartnerTypes } = session
  const { t } = useText()
  const needsGroupAs = (type: string) => policyRequiredPartnerTypes.includes(type.toUpperCase())
  const form = useContractForm({
    endpoint: registerPartner,
    initialValues: startFrom(session),
    toCall: (values) => ({
      ...values,
      partnerId: userName,
      langCode: profile.langCode ?? 'eng',
    }),
    alsoRequired: ({ partnerType }) => (needsGroupAs(partnerType) ? ['policyGroup'] : []),
  })
  const needsGroup = needsGroupAs(form.values.partnerType)
  const groups = useRead(listActivePolicyGroups, {}, { enabled: needsGroup })
  return (
    <Surface title={t('registration.title')}>
      <Form form={form} submit={t('registration.submit')}>
        <Alert variant="light" role="note">
          <T id="registration.text" />
        </Alert>
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <TextInput
            label={t('fields.organization')}
            description={t('fields.organization.hint')}
            {...form.field('organizationName')}
          />
          <Select
            label={t('fields.partnerType')}
            description={t('registration.partnerType.hint')}
            data={partnerTypes.map(({ code }) => ({
              value: code,
              label: t(`partnerTypes.${code}`),
            }))}
            {...form.choice('partnerType')}
            readOnly={profile.partnerType !== null}
          />
          <TextInput
            label={t('fields.email')}
            readOnly={email !== null}
            {...form.field('emailId')}
          />
          <TextInput label={t('fields.phone')} {...form.field('contactNumber')} />
        </SimpleGrid>
        <Textarea label={t('fields.address')} autosize minRows={2} {...form.field('address')} />
        {needsGroup && (
          <Select
            label={t('fields.policyGroup')}
            description={t('fields.policyGroup.hint')}
            searchable
            nothingFoundMessage={t('states.noMatch')}
            data={(groups.data ?? []).map(({ name }) => name)}
            {...form.choice('policyGroup')}
          />
        )}
        <FailureAlert error={groups.error} />
      </Form>
    </Surface>
  )
}
