import {
  createNamedClient,
  createOidcClient,
  readClientGrants,
  type ResponseOf,
  type listPolicyRequests,
} from '@pmp/contract'
import { Button, Stack } from '@mantine/core'
import { Link, useNavigate } from '@tanstack/react-router'
import { useRead } from '../../api/query.ts'
import { ApprovedPolicySelect } from '../../domain/policies/approved-policy-select.tsx'
import { T, useText } from '../../i18n/text.tsx'
import { useContractForm } from '../../ui/contract-form.ts'
import { FormPart } from '../../ui/form-part.tsx'
import { Form } from '../../ui/form.tsx'
import { checkClient } from './client-checks.ts'
import { Logo, Names } from './client-fields.tsx'
import { ClientPreview, type Grants } from './client-preview.tsx'
import { blankValues, creationOf, type ClientRules, type ClientValues } from './client-values.ts'
import { useFormKey, type ReadFormKey } from './form-key.ts'
import { KeyField } from './key-field.tsx'
import { useKeySafe } from './key-safe.ts'
import { MoreSettings, isWrongInMore } from './more-settings.tsx'
import { RedirectRows } from './redirect-rows.tsx'
import './oidc-clients.css'

type Approved = ResponseOf<typeof listPolicyRequests>['data'][number]

interface NewClientFormProps {
  approved: readonly Approved[]
  rules: ClientRules
}

/** Everything that a new client needs; what eSignet would refuse is told while one types. */
export function NewClientForm({ approved, rules }: NewClientFormProps) {
  const { t } = useText()
  const state = useNewClient(approved, rules)
  const { form, chosen, grants, safe, read } = state
  return (
    <div className="client-split">
      <Form
        form={form}
        submit={t('clients.create')}
        gap="lg"
        cancel={
          <Button variant="default" component={Link} to="/oidc-clients">
            <T id="actions.cancel" />
          </Button>
        }
      >
        <FormPart title={t('clients.part.client')} text={t('clients.part.client.hint')}>
          <Stack>
            <ApprovedPolicySelect approved={approved} field={form.choice('requestId')} />
            <Names form={form} rules={rules} error={form.errorOf('names')} />
            <Logo form={form} />
          </Stack>
        </FormPart>
        <FormPart title={t('clients.part.key')} text={t('clients.part.key.hint')}>
          <KeyField form={form} rules={rules} read={read} safe={safe} />
        </FormPart>
        <FormPart title={t('clients.part.uris')} text={t('clients.part.uris.hint')}>
          <RedirectRows form={form} error={form.errorOf('redirectUris')} />
        </FormPart>
        <MoreSettings form={form} rules={rules} isOpened={state.isMoreWrong} />
      </Form>
      <ClientPreview
        name={form.values.name}
        organization={chosen?.orgName ?? ''}
        grants={grants.data}
        error={grants.error}
      />
    </div>
  )
}

/** The form, and what is known of its key and its policy. */
function useNewClient(approved: readonly Approved[], rules: ClientRules) {
  const { t, tMaybe } = useText()
  const navigate = useNavigate()
  const safe = useKeySafe()
  // Told by what the form holds, so known after it; nothing is sent before.
  const known: { read?: ReadFormKey; grants?: Grants | undefined } = {}
  const [only] = approved
  const endpoint: typeof createOidcClient | typeof createNamedClient = rules.isConfigurable
    ? createOidcClient
    : createNamedClient
  const form = useContractForm({
    endpoint,
    initialValues: blankValues(rules, approved.length === 1 && only ? only.id : ''),
    words: { name: 'line' },
    toCall: (values: ClientValues) => {
      const request = approved.find(({ id }) => id === values.requestId)
      return creationOf(values, { request, jwk: known.read?.key?.jwk, rules })
    },
    shownAs: {
      policyId: 'requestId',
      authPartnerId: 'requestId',
      publicKey: 'keyText',
      clientNameLangMap: 'names',
    },
    check: (values) => ({
      ...checkClient(values, rules, t),
      keyText: keyProblem(values, known.read),
      requestId: known.grants?.refusal
        ? (tMaybe(`failures.${known.grants.refusal}`) ?? null)
        : null,
    }),
    done: () => t('clients.created'),
    onDone: ({ clientId }) => void navigate({ to: `/oidc-clients/${clientId}` }),
  })
  function keyProblem({ keyText }: ClientValues, read: ReadFormKey | undefined): string | null {
    if (keyText.trim() === '') return null
    return read?.flaw ?? (safe.holdsUnsaved(keyText) ? t('clients.key.unsaved') : null)
  }

  const chosen = approved.find(({ id }) => id === form.values.requestId)
  known.read = useFormKey(form.values.keyText, rules)
  const grants = useGrants(chosen)
  known.grants = grants.data
  return {
    form,
    chosen,
    grants,
    safe,
    read: known.read,
    isMoreWrong: isWrongInMore(form),
  }
}

/** What the chosen policy grants. */
function useGrants(chosen: Approved | undefined) {
  const { partnerId = '', policyId = '' } = chosen ?? {}
  return useRead(readClientGrants, { partnerId, policyId }, { enabled: Boolean(chosen) })
}
