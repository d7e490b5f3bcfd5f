import { generateApiKey, listPolicyRequests, type ResponseOf } from '@pmp/contract'
import { Alert, Box, Button, Stack, TextInput } from '@mantine/core'
import { Link, useNavigate } from '@tanstack/react-router'
import { ApprovedPolicySelect } from '../../domain/policies/approved-policy-select.tsx'
import { pathOfKey } from '../../domain/api-key-path.ts'
import { useRead } from '../../api/query.ts'
import { T, useText } from '../../i18n/text.tsx'
import { useMay, useSession } from '../../shell/session.tsx'
import { useContractForm } from '../../ui/contract-form.ts'
import { Form } from '../../ui/form.tsx'
import { Loaded, Page } from '../../ui/page.tsx'
import { Surface } from '../../ui/surface.tsx'
import { useKeysAbove } from './api-key.ts'
import { KeyOnce } from './key-once.tsx'

type Approved = ResponseOf<typeof listPolicyRequests>['data']

/** Generates a key for an approved policy (ui.md S13). */
export default function NewApiKeyPage() {
  const { t } = useText()
  const { partners } = useSession()
  const approved = useRead(listPolicyRequests, { status: 'approved' })
  return (
    <Page title={t('keys.new')} description={t('keys.new.about')} above={useKeysAbove()}>
      <Surface>
        <Loaded from={approved}>
          {(page) => {
            const own = page.data.filter((request) =>
              partners.some(({ partnerId }) => partnerId === request.partnerId),
            )
            return own.length === 0 ? <NeedsApproval /> : <KeyForm approved={own} />
          }}
        </Loaded>
      </Surface>
    </Page>
  )
}

function NeedsApproval() {
  return (
    <Stack align="flex-start">
      <Alert color="yellow">
        <T id="keys.needsApproval" />
      </Alert>
      <Button component={Link} to="/policy-requests">
        <T id="requests.show" />
      </Button>
    </Stack>
  )
}

function KeyForm({ approved }: { approved: Approved }) {
  const { t } = useText()
  const may = useMay()
  const navigate = useNavigate()
  const [only] = approved
  const form = useContractForm({
    endpoint: generateApiKey,
    // A single possible policy needs no choice.
    initialValues: { requestId: approved.length === 1 && only ? only.id : '', label: '' },
    toCall: ({ requestId, label }) => {
      const chosen = approved.find(({ id }) => id === requestId)
      return { partnerId: chosen?.partnerId ?? '', policyName: chosen?.policyName ?? '', label }
    },
    shownAs: { policyName: 'requestId' },
  })
  const { answer } = form
  // Roles of a deployment's own may generate keys and not read them.
  const show = () => void navigate({ to: answer && may('apiKeys.read') ? pathOfKey(answer) : '/' })
  return (
    <Box maw={560}>
      <Form form={form} submit={t('keys.generate')}>
        <ApprovedPolicySelect approved={approved} field={form.choice('requestId')} />
        <TextInput
          label={t('keys.label')}
          description={t('keys.label.hint')}
          {...form.field('label')}
        />
      </Form>
      {answer && <KeyOnce made={answer} onDone={show} />}
    </Box>
  )
}
