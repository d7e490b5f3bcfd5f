import { listActivePoliciesOfGroup, readPartnerDetails, submitPolicyRequest } from '@pmp/contract'
import { Alert, Button, Group, Radio, Select, Stack, Text, Textarea } from '@mantine/core'
import { Link, useNavigate } from '@tanstack/react-router'
import { useRead } from '../../api/query.ts'
import { T, useText } from '../../i18n/text.tsx'
import { ActingFor, ofPartner, useAbove, usePartnerId } from '../../shell/acting-for.tsx'
import { useSession, type Session } from '../../shell/session.tsx'
import { useContractForm } from '../../ui/contract-form.ts'
import { Form } from '../../ui/form.tsx'
import { Loaded, Page } from '../../ui/page.tsx'
import { Surface } from '../../ui/surface.tsx'

type AskingPartner = Pick<Session['partners'][number], 'partnerId' | 'isActive' | 'policyGroupName'>

/** A partner asks for a policy of its group (ui.md S7). */
export default function NewPolicyRequestPage() {
  const { t } = useText()
  const { partners } = useSession()
  const partnerId = usePartnerId()
  const above = useAbove(partnerId, { to: '/policy-requests', title: 'requests.menu' })
  const isOwn = partnerId === undefined || partners.some((own) => own.partnerId === partnerId)
  return (
    <Page title={t('requests.new')} description={t('requests.new.about')} above={above}>
      {isOwn ? (
        <Asking partners={partners} first={partnerId} />
      ) : (
        <AskingFor partnerId={partnerId} />
      )}
    </Page>
  )
}

interface AskingProps {
  partners: readonly AskingPartner[]
  /** The partner that asks unless the reader chooses another one. */
  first?: string | undefined
}

function Asking({ partners, first }: AskingProps) {
  const asking = partners.filter((partner) => partner.isActive && partner.policyGroupName !== null)
  const chosen = asking.find(({ partnerId }) => partnerId === first) ?? asking[0]
  return (
    <Surface>
      {chosen ? (
        <RequestForm partners={asking} first={chosen.partnerId} />
      ) : (
        <NeedsCertificate partnerId={first ?? partners[0]?.partnerId} />
      )}
    </Surface>
  )
}

/** An administrator asks for a partner. */
function AskingFor({ partnerId }: { partnerId: string }) {
  const partner = useRead(readPartnerDetails, { partnerId })
  return (
    <Loaded from={partner}>
      {(details) => (
        <Stack gap="lg">
          <ActingFor partnerId={partnerId} name={details.organizationName} />
          <Asking partners={[details]} />
        </Stack>
      )}
    </Loaded>
  )
}

function NeedsCertificate({ partnerId }: { partnerId: string | undefined }) {
  return (
    <Stack align="flex-start">
      <Alert color="yellow">
        <T id="requests.needsCertificate" />
      </Alert>
      <Button
        component={Link}
        to="/certificates/upload"
        {...(partnerId ? { search: ofPartner(partnerId) } : {})}
      >
        <T id="certificates.upload" />
      </Button>
    </Stack>
  )
}

interface RequestFormProps {
  partners: readonly AskingPartner[]
  first: string
}

function RequestForm({ partners, first }: RequestFormProps) {
  const { t, number } = useText()
  const navigate = useNavigate()
  const form = useContractForm({
    endpoint: submitPolicyRequest,
    initialValues: {
      partnerId: first,
      policyName: '',
      useCaseDescription: '',
    },
    toCall: (values) => values,
    alsoRequired: () => ['policyName', 'useCaseDescription'],
    check: ({ policyName }) => ({ policyName: policyName === '' ? t('requests.choose') : null }),
    done: () => t('requests.sent'),
    onDone: ({ mappingkey }) => void navigate({ to: `/policy-requests/${mappingkey}` }),
  })
  const { partnerId, useCaseDescription } = form.values
  const groupName = partners.find((own) => own.partnerId === partnerId)?.policyGroupName ?? ''
  const useCase = form.field('useCaseDescription')
  return (
    <Form form={form} gap="lg" submit={t('requests.submit')}>
      {partners.length > 1 && (
        <Select
          label={t('fields.partner')}
          data={partners.map((own) => own.partnerId)}
          allowDeselect={false}
          {...form.choice('partnerId')}
          onChange={(value) => form.set({ partnerId: value ?? '', policyName: '' })}
        />
      )}
      <PolicyCards groupName={groupName} {...form.choice('policyName')} />
      <div>
        <Textarea
          label={t('requests.useCase')}
          description={t('requests.useCase.hint', { limit: number(useCase.maxLength ?? 0) })}
          autosize
          minRows={3}
          {...useCase}
        />
        <Text size="xs" c="dimmed" ta="end" mt={4} aria-hidden>
          {number(useCaseDescription.length)} / {number(useCase.maxLength ?? 0)}
        </Text>
      </div>
    </Form>
  )
}

interface PolicyCardsProps {
  groupName: string
  value?: string
  onChange?: (name: string) => void
  error?: React.ReactNode
  required?: boolean
}

/** The active policies of a group, one of which is asked for. */
function PolicyCards({ groupName, ...field }: PolicyCardsProps) {
  const { t, tMaybe } = useText()
  const policies = useRead(listActivePoliciesOfGroup, { groupName })
  return (
    <Loaded from={policies}>
      {(list) => (
        <Radio.Group
          label={t('fields.policy')}
          description={t('requests.group', { name: groupName })}
          {...field}
        >
          <Stack mt="xs" gap="xs">
            {list.length === 0 && <Text c="dimmed">{t('requests.noPolicies')}</Text>}
            {list.map((policy) => (
              <Radio.Card
                key={policy.id}
                value={policy.name}
                p="md"
                radius="md"
                className="choice-card"
              >
                <Group wrap="nowrap" align="flex-start">
                  <Radio.Indicator />
                  <div>
                    <Text fw={600}>{policy.name}</Text>
                    <Text size="sm" c="dimmed">
                      {policy.descr}
                    </Text>
                    <Text size="xs" c="dimmed" mt={4}>
                      {tMaybe(`policyTypes.${policy.policyType}`) ?? policy.policyType}
                    </Text>
                  </div>
                </Group>
              </Radio.Card>
            ))}
          </Stack>
        </Radio.Group>
      )}
    </Loaded>
  )
}
