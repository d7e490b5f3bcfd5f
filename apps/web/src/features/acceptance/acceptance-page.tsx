import { acceptedKinds, checkAcceptance, type CallOf } from '@pmp/contract'
import { PasswordInput, SegmentedControl, Select, Stack, TextInput } from '@mantine/core'
import { useSearch } from '@tanstack/react-router'
import { useRead } from '../../api/query.ts'
import { AcceptanceReport } from '../../domain/acceptance/acceptance-report.tsx'
import { useText } from '../../i18n/text.tsx'
import { usePartnerId } from '../../shell/acting-for.tsx'
import { useMay, useSession } from '../../shell/session.tsx'
import { useContractForm, type FormFields } from '../../ui/contract-form.ts'
import { Form } from '../../ui/form.tsx'
import { Loaded, Page } from '../../ui/page.tsx'
import { Surface } from '../../ui/surface.tsx'

type Asked = CallOf<typeof checkAcceptance>
type Kind = Asked['kind']

/** Whether a call would be accepted now: of something that a link names, or of a value typed here. */
export default function AcceptancePage() {
  const { t } = useText()
  const named = useNamed()
  return (
    <Page title={t('acceptance.title')} description={t('acceptance.about')}>
      <div className="home-columns">
        <Stack gap="lg">{named ? <OfNamed asked={named} /> : <OfValue />}</Stack>
      </div>
    </Page>
  )
}

/** What the address names, if it names something; digits in it are read as a number. */
function useNamed(): Asked | undefined {
  const search: Partial<Record<keyof Asked, unknown>> = useSearch({ strict: false })
  const text = (value: unknown) =>
    typeof value === 'string' || typeof value === 'number' ? `${value}` : undefined
  const kind = acceptedKinds.find((one) => one === search.kind)
  const [partnerId, name] = [text(search.partnerId), text(search.name)]
  if (!kind || !partnerId || !name) return undefined
  return { kind, partnerId, name, policyId: text(search.policyId) }
}

function OfNamed({ asked }: { asked: Asked }) {
  const { t } = useText()
  const acceptance = useRead(checkAcceptance, asked)
  return (
    <>
      <Surface title={t('acceptance.answer')}>
        <Loaded from={acceptance}>{(answer) => <AcceptanceReport acceptance={answer} />}</Loaded>
      </Surface>
      <OfValue />
    </>
  )
}

interface Values extends Record<string, unknown> {
  kind: Kind
  partnerId: string
  value: string
}

function OfValue() {
  const { t } = useText()
  const partnerId = usePartnerId() ?? ''
  const initialValues: Values = { kind: 'apiKey', partnerId, value: '' }
  const form = useContractForm({
    endpoint: checkAcceptance,
    initialValues,
    toCall: ({ kind, partnerId: id, value }) => ({ kind, partnerId: id, value: value.trim() }),
    alsoRequired: () => ['value'],
  })
  return (
    <>
      <Surface title={t('acceptance.byValue')}>
        <Form form={form} submit={t('acceptance.ask')}>
          <Fields form={form} />
        </Form>
      </Surface>
      {form.answer && (
        <Surface title={t('acceptance.answer')}>
          <AcceptanceReport acceptance={form.answer} />
        </Surface>
      )}
    </>
  )
}

function Fields({ form }: { form: FormFields<Values> }) {
  const { t } = useText()
  const may = useMay()
  const { partners } = useSession()
  const { kind } = form.values
  const isForAll = may('partners.administer')
  return (
    <>
      <SegmentedControl
        aria-label={t('acceptance.kind')}
        data={acceptedKinds.map((value) => ({ value, label: t(`acceptance.kind.${value}`) }))}
        value={kind}
        onChange={(value) => form.set({ kind: value, value: '' })}
      />
      {isForAll ? (
        <TextInput label={t('fields.partnerId')} {...form.field('partnerId')} />
      ) : (
        <Select
          label={t('fields.partner')}
          data={partners.map(({ partnerId }) => partnerId)}
          allowDeselect={false}
          {...form.choice('partnerId')}
        />
      )}
      <PasswordInput
        label={t(`acceptance.value.${kind}`)}
        description={t('acceptance.value.about')}
        autoComplete="off"
        visibilityToggleButtonProps={{ 'aria-label': t('acceptance.value.show') }}
        {...form.field('value')}
      />
    </>
  )
}
