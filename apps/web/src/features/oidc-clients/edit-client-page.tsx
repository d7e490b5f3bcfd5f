import {
  readClientRegistration,
  readClientRules,
  updateNamedClient,
  updateOidcClient,
} from '@pmp/contract'
import { Alert, Button, Stack } from '@mantine/core'
import { Link, useNavigate } from '@tanstack/react-router'
import { useRead } from '../../api/query.ts'
import { T, useText } from '../../i18n/text.tsx'
import { useContractForm, type FormFields } from '../../ui/contract-form.ts'
import { FormPart } from '../../ui/form-part.tsx'
import { Form } from '../../ui/form.tsx'
import { Loaded, Page } from '../../ui/page.tsx'
import { usePathValue } from '../../ui/path-value.ts'
import { checkClient } from './client-checks.ts'
import { Logo, Names } from './client-fields.tsx'
import { ClientPreview } from './client-preview.tsx'
import { statusOf } from './client-status.ts'
import {
  configToSend,
  namesToSend,
  urisToSend,
  valuesOf,
  type Client,
  type ClientRules,
  type ClientValues,
} from './client-values.ts'
import { MoreSettings, isWrongInMore } from './more-settings.tsx'
import { RedirectRows } from './redirect-rows.tsx'
import { placeInForm, useRefusalWords } from './refusals.ts'
import './oidc-clients.css'

/** A partner changes what may change of a client: never its key, policy or partner (ui.md S10). */
export default function EditClientPage() {
  const clientId = usePathValue('clientId')
  const { t } = useText()
  const client = useRead(readClientRegistration, { clientId })
  const rules = useRead(readClientRules, {})
  return (
    <Page
      title={t('clients.editOf', { name: client.data?.name ?? '' })}
      above={{ to: `/oidc-clients/${clientId}`, title: 'clients.one' }}
    >
      <Loaded from={client}>
        {(data) =>
          statusOf(data) === 'deactivated' ? (
            <Alert color="gray">{t('failures.PMS_ESI_008')}</Alert>
          ) : (
            <Loaded from={rules}>{(known) => <EditForm client={data} rules={known} />}</Loaded>
          )
        }
      </Loaded>
    </Page>
  )
}

interface EditFormProps {
  client: Client
  rules: ClientRules
}

function EditForm({ client, rules }: EditFormProps) {
  const { t } = useText()
  const form = useEditing({ client, rules })
  const late = useLate(client, form.values, valuesOf(client, rules))
  const fields = withLate(form, late)
  const { claims, acrValues } = client
  return (
    <div className="client-split">
      <Form
        form={form}
        submit={t('actions.save')}
        gap="lg"
        cancel={
          <Button variant="default" component={Link} to={`/oidc-clients/${client.id}`}>
            <T id="actions.cancel" />
          </Button>
        }
      >
        <FormPart title={t('clients.part.client')} text={t('clients.part.client.hint')}>
          <Stack>
            <Names form={fields} rules={rules} error={form.errorOf('names') ?? late['names']} />
            <Logo form={fields} />
          </Stack>
        </FormPart>
        <FormPart title={t('clients.part.uris')} text={t('clients.part.uris.hint')}>
          <RedirectRows
            form={fields}
            error={form.errorOf('redirectUris') ?? late['redirectUris']}
          />
        </FormPart>
        <MoreSettings form={fields} rules={rules} isOpened={isWrongInMore(fields)} />
        <Alert color="gray" role="note">
          <T id="clients.edit.fixed" />
        </Alert>
      </Form>
      <ClientPreview
        name={form.values.name}
        organization={client.partnerName}
        grants={{ claims, acrValues, refusal: null }}
        error={null}
      />
    </div>
  )
}

function useEditing({ client, rules }: EditFormProps) {
  const { t } = useText()
  const navigate = useNavigate()
  const endpoint: typeof updateOidcClient | typeof updateNamedClient = rules.isConfigurable
    ? updateOidcClient
    : updateNamedClient
  return useContractForm({
    endpoint,
    initialValues: valuesOf(client, rules),
    words: { name: 'line' },
    toCall: (values: ClientValues) => ({
      clientId: client.id,
      clientName: values.name,
      clientNameLangMap: namesToSend(values, rules),
      logoUri: values.logoUri.trim(),
      redirectUris: urisToSend(values),
      status: 'ACTIVE',
      grantTypes: values.grantTypes,
      clientAuthMethods: client.clientAuthMethods,
      // Nothing said leaves what is stored; so what was taken away is said.
      ...(rules.isConfigurable
        ? { additionalConfig: configToSend(values) ?? (client.additionalConfig ? {} : undefined) }
        : {}),
    }),
    shownAs: { clientName: 'name', clientNameLangMap: 'names', additionalConfig: 'responseType' },
    check: (values) => checkClient(values, rules, t),
    done: () => t('clients.saved'),
    onDone: () => void navigate({ to: `/oidc-clients/${client.id}` }),
  })
}

/** What eSignet refused of the stored client, by place; gone as soon as that is changed. */
function useLate(client: Client, values: ClientValues, stored: ClientValues) {
  const { textOf } = useRefusalWords()
  const refusals = client.registration?.refusals ?? []
  return Object.fromEntries(
    refusals.flatMap((refusal) => {
      const place = placeInForm(refusal)
      if (place === undefined || valueAt(values, place) !== valueAt(stored, place)) return []
      return [[place, textOf(refusal)]]
    }),
  )
}

function valueAt(values: ClientValues, place: string): string {
  const [name = '', inner] = place.split('.')
  const found = Object.entries(values).find(([known]) => known === name)?.[1]
  const value =
    inner === undefined ? found : Object.entries(found ?? {}).find(([at]) => at === inner)?.[1]
  return JSON.stringify(value) ?? ''
}

/** The fields of the form with what eSignet said of them, where nothing newer is wrong. */
function withLate(
  form: FormFields<ClientValues>,
  late: Readonly<Record<string, string>>,
): FormFields<ClientValues> {
  const noted = <Props extends { error?: unknown }>(place: string, props: Props): Props => ({
    ...props,
    error: props.error ?? late[place],
  })
  return {
    ...form,
    field: (name) => noted(name, form.field(name)),
    choice: (name) => noted(name, form.choice(name)),
    inner: (place) => noted(place, form.inner(place)),
  }
}
