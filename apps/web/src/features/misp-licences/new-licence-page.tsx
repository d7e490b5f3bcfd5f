import {
  generateMispLicence,
  listOwnPartners,
  listPolicyRequests,
  type ResponseOf,
} from '@pmp/contract'
import { Alert, Box, Button, Select, Stack, Text, TextInput } from '@mantine/core'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useRead } from '../../api/query.ts'
import { dayMs } from '../../durations.ts'
import { T, useText } from '../../i18n/text.tsx'
import { useContractForm } from '../../ui/contract-form.ts'
import { Form } from '../../ui/form.tsx'
import { Loaded, Page } from '../../ui/page.tsx'
import { ShownOnce } from '../../ui/shown-once.tsx'
import { Surface } from '../../ui/surface.tsx'

type Partners = ResponseOf<typeof listOwnPartners>

/** An administrator makes a licence for a MISP, which ends the one in use (additions-1.3.0.md 3.2). */
export default function NewLicencePage() {
  const { t } = useText()
  const misps = useRead(listOwnPartners, { status: 'approved', partnerType: 'MISP_Partner' })
  return (
    <Page
      title={t('licences.new')}
      description={t('licences.new.about')}
      above={{ to: '/misp-licences', title: 'licences.menu' }}
    >
      <Surface>
        <Loaded from={misps}>
          {(partners) => (partners.length === 0 ? <NoMisp /> : <LicenceForm misps={partners} />)}
        </Loaded>
      </Surface>
    </Page>
  )
}

function NoMisp() {
  return (
    <Stack align="flex-start">
      <Text>
        <T id="licences.noMisp" />
      </Text>
      <Button component={Link} to="/partners">
        <T id="partners.menu" />
      </Button>
    </Stack>
  )
}

/** What the address asks for; digits in it are read as a number. */
function useAskedFor() {
  const search: Record<string, unknown> = useSearch({ strict: false })
  const textOf = (name: string) => {
    const value = search[name]
    return typeof value === 'string' || typeof value === 'number' ? `${value}` : ''
  }
  return { partnerId: textOf('partnerId'), policyId: textOf('policyId') }
}

function LicenceForm({ misps }: { misps: Partners }) {
  const { t } = useText()
  const navigate = useNavigate()
  const asked = useAskedFor()
  const form = useContractForm({
    endpoint: generateMispLicence,
    initialValues: { ...asked, licenseKeyName: '', expiryDate: '' },
    toCall: (values) => ({ ...values, policyId: values.policyId || undefined }),
    alsoRequired: () => ['partnerId', 'licenseKeyName', 'expiryDate'],
    words: { licenseKeyName: 'line' },
  })
  const { answer } = form
  return (
    <Box maw={560}>
      <Form form={form} submit={t('licences.make')}>
        <Alert variant="light" role="note">
          <T id="licences.replaces" />
        </Alert>
        <Select
          label={t('partnerTypes.MISP_Partner')}
          searchable
          allowDeselect={false}
          nothingFoundMessage={t('states.noMatch')}
          data={misps.map(({ partnerId }) => partnerId)}
          {...form.choice('partnerId')}
          onChange={(partnerId) => form.set({ partnerId: partnerId ?? '', policyId: '' })}
        />
        <PolicySelect partnerId={form.values.partnerId} {...form.choice('policyId')} />
        <TextInput
          label={t('licences.name')}
          description={t('licences.name.hint')}
          {...form.field('licenseKeyName')}
        />
        <TextInput
          type="date"
          label={t('licences.expiryDate')}
          description={t('licences.expiryDate.hint')}
          min={new Date(Date.now() + dayMs).toISOString().slice(0, 10)}
          max="9999-12-31"
          {...form.field('expiryDate')}
        />
      </Form>
      {answer && (
        <ShownOnce
          title={t('licences.once.title')}
          label={t('licences.key')}
          value={answer.licenseKey}
          fileName={`${answer.partnerId}-licence.txt`}
          stored={t('licences.once.stored')}
          onDone={() => void navigate({ to: `/misp-licences/${answer.mispLicenseId}` })}
        />
      )}
    </Box>
  )
}

interface PolicySelectProps {
  partnerId: string
  value?: string
  onChange?: (policyId: string | null) => void
}

/** Policies that are approved for the MISP; none is a choice, too. */
function PolicySelect({ partnerId, value, ...field }: PolicySelectProps) {
  const { t } = useText()
  const approved = useRead(
    listPolicyRequests,
    { partnerId, partnerIdSearchType: 'equals', status: 'approved' },
    { enabled: partnerId !== '' },
  )
  const names = new Map((approved.data?.data ?? []).map((row) => [row.policyId, row.policyName]))
  return (
    <Select
      label={t('fields.policy')}
      description={t('licences.policy.hint')}
      placeholder={t('licences.policy.none')}
      disabled={partnerId === ''}
      clearable
      clearButtonProps={{ 'aria-label': t('licences.policy.none') }}
      data={[...names].map(([id, label]) => ({ value: id, label }))}
      value={value !== undefined && names.has(value) ? value : null}
      {...field}
    />
  )
}
