import { listActivePolicyGroups, partnerTypes, registerPartner } from '@pmp/contract'
import { Alert, Button, Group, Select, SimpleGrid, Stack, Textarea, TextInput } from '@mantine/core'
import { useRead } from '../../api/query.ts'
import { T, useText } from '../../i18n/text.tsx'
import { useSession, type Session } from '../../shell/session.tsx'
import { useContractForm } from '../../ui/contract-form.ts'
import { FailureAlert } from '../../ui/failure.tsx'
import { Surface } from '../../ui/surface.tsx'

function startFrom({ userName, email, profile }: Session) {
  return {
    partnerId: userName,
    organizationName: profile.organizationName ?? '',
    partnerType: profile.partnerType ?? '',
    address: profile.address ?? '',
    contactNumber: profile.phoneNumber ?? '',
    emailId: email ?? '',
    policyGroup: '',
    langCode: profile.langCode ?? 'eng',
  }
}

/** Registers the organisation of a user who has none yet, filled from what the account knows. */
export default function CompleteRegistration() {
  const session = useSession()
  const { profile, email, policyRequiredPartnerTypes } = session
  const { t } = useText()
  const needsGroupAs = (type: string) => policyRequiredPartnerTypes.includes(type.toUpperCase())
  const { form, change, onSubmit, above } = useContractForm({
    endpoint: registerPartner,
    initialValues: startFrom(session),
    toCall: (values) => values,
    check: ({ partnerType, policyGroup }) => ({
      policyGroup: needsGroupAs(partnerType) && !policyGroup ? t('forms.required') : null,
    }),
    fieldOf: {
      PMS_PRT_011: 'emailId',
      PMS_PRT_012: 'emailId',
      PMS_PRT_013: 'contactNumber',
      PMS_PRT_010: 'partnerType',
      PMS_PRT_002: 'policyGroup',
    },
  })
  const needsGroup = needsGroupAs(form.values.partnerType)
  const groups = useRead(listActivePolicyGroups, {}, { enabled: needsGroup })
  return (
    <Surface title={t('registration.title')}>
      <form onSubmit={onSubmit} noValidate>
        <Stack>
          <Alert variant="light" role="note">
            <T id="registration.text" />
          </Alert>
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <TextInput
              label={t('fields.organization')}
              description={t('fields.organization.hint')}
              required
              {...form.getInputProps('organizationName')}
            />
            <Select
              label={t('fields.partnerType')}
              description={t('registration.partnerType.hint')}
              required
              data={partnerTypes.map(({ code }) => ({
                value: code,
                label: t(`partnerTypes.${code}`),
              }))}
              {...form.getInputProps('partnerType')}
              readOnly={profile.partnerType !== null}
            />
            <TextInput
              label={t('fields.email')}
              required
              readOnly={email !== null}
              {...form.getInputProps('emailId')}
            />
            <TextInput
              label={t('fields.phone')}
              required
              {...form.getInputProps('contactNumber')}
            />
          </SimpleGrid>
          <Textarea
            label={t('fields.address')}
            required
            autosize
            minRows={2}
            {...form.getInputProps('address')}
          />
          {needsGroup && (
            <Select
              label={t('fields.policyGroup')}
              description={t('fields.policyGroup.hint')}
              required
              searchable
              nothingFoundMessage={t('states.noMatch')}
              data={(groups.data ?? []).map(({ name }) => name)}
              {...form.getInputProps('policyGroup')}
            />
          )}
          <FailureAlert error={above ?? groups.error} />
          <Group justify="flex-end">
            <Button type="submit" loading={change.isPending}>
              <T id="registration.submit" />
            </Button>
          </Group>
        </Stack>
      </form>
    </Surface>
  )
}
