import { createPartner, listActivePolicyGroups, partnerTypes } from '@pmp/contract'
import { Button, Group, Select, SimpleGrid, Stack, Textarea, TextInput } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useRead } from '../../api/query.ts'
import { languages } from '../../i18n/language.tsx'
import { T, useText } from '../../i18n/text.tsx'
import { useSession } from '../../shell/session.tsx'
import { useContractForm } from '../../ui/contract-form.ts'
import { FailureAlert } from '../../ui/failure.tsx'
import { GroupSelect } from '../../ui/group-select.tsx'
import { LeaveGuard } from '../../ui/leave-guard.tsx'
import { useNotify } from '../../ui/notify.ts'
import { Page } from '../../ui/page.tsx'
import { Surface } from '../../ui/surface.tsx'

const blank = {
  partnerType: 'ABIS_Partner',
  partnerId: '',
  organizationName: '',
  policyGroup: '',
  emailId: '',
  contactNumber: '',
  address: '',
  langCode: 'eng',
}

/** A partner of any type, created by an administrator (additions-1.3.0.md 2.1). */
export default function NewPartnerPage() {
  const { t } = useText()
  return (
    <Page
      title={t('partners.new')}
      description={t('partners.new.about')}
      above={{ to: '/partners', title: 'partners.menu' }}
    >
      <PartnerForm />
    </Page>
  )
}

function PartnerForm() {
  const { t } = useText()
  const notify = useNotify()
  const navigate = useNavigate()
  const { policyRequiredPartnerTypes } = useSession()
  const { form, change, onSubmit, above, isUnsent } = useContractForm({
    endpoint: createPartner,
    initialValues: blank,
    toCall: ({ policyGroup, ...values }) => ({
      ...values,
      policyGroup: policyGroup || undefined,
      logoUrl: undefined,
      additionalInfo: undefined,
    }),
    check: ({ partnerType, policyGroup }) => ({
      policyGroup: needsGroup(partnerType) && policyGroup === '' ? t('forms.required') : null,
    }),
    fieldOf: {
      PMS_PRT_051: 'partnerId',
      PMS_PRT_052: 'partnerId',
      PMS_PRT_011: 'emailId',
      PMS_PRT_012: 'emailId',
    },
    onDone: ({ partnerId }) => {
      notify(t('partners.created', { id: partnerId }))
      void navigate({ to: `/partners/${partnerId}` })
    },
  })
  function needsGroup(type: string): boolean {
    return policyRequiredPartnerTypes.includes(type.toUpperCase())
  }
  return (
    <form noValidate onSubmit={onSubmit}>
      <LeaveGuard isUnsent={isUnsent} />
      <Surface>
        <Stack>
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <Select
              label={t('fields.partnerType')}
              required
              allowDeselect={false}
              data={partnerTypes.map(({ code }) => ({
                value: code,
                label: t(`partnerTypes.${code}`),
              }))}
              {...form.getInputProps('partnerType')}
            />
            <Groups
              isShown={needsGroup(form.values.partnerType)}
              {...form.getInputProps('policyGroup')}
            />
            <TextInput
              label={t('fields.partnerId')}
              description={t('partners.id.hint')}
              required
              maxLength={36}
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
              maxLength={16}
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
          <FailureAlert error={above} />
          <Group justify="flex-end">
            <Button type="submit" loading={change.isPending}>
              <T id="partners.create" />
            </Button>
          </Group>
        </Stack>
      </Surface>
    </form>
  )
}

interface GroupsProps {
  isShown: boolean
  value?: string
  onChange: (name: string) => void
}

/** Only for types that ask for policies. */
function Groups({ isShown, ...field }: GroupsProps) {
  const groups = useRead(listActivePolicyGroups, {})
  return isShown ? <GroupSelect groups={groups.data ?? []} {...field} /> : <span />
}
