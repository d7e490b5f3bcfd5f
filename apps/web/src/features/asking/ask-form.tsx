import { askForPolicy } from '@pmp/contract'
import { Button, Select, Stack, Text } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useState, type FormEvent } from 'react'
import { T, useText } from '../../i18n/text.tsx'
import { freeTypes } from '../../domain/mappings/credential-type-choice.tsx'
import { ofPartner } from '../../shell/acting-for.tsx'
import { useSession } from '../../shell/session.tsx'
import { useContractForm } from '../../ui/contract-form.ts'
import { draftOf } from '../../ui/draft.ts'
import { Form } from '../../ui/form.tsx'
import { isOpen, type Askable } from './asking.ts'
import { Path } from './path.tsx'
import { Asked } from './policy-step.tsx'
import { StepBody, useSaid } from './step-body.tsx'
import { requiredFields, stepsOf, type AskValues } from './steps.ts'

/** What a partner with one possible choice would choose anyway. */
function useBeginning({ policies, total, mapping, takenCredentialTypes }: Askable): AskValues {
  const { settings } = useSession()
  const open = policies.filter(({ request }) => !isOpen(request?.status))
  const types = freeTypes(settings['allowedCredentialTypes'], takenCredentialTypes)
  const [onlyPolicy] = total === 1 ? open : []
  const [onlyType] = mapping === 'required' && types.length === 1 ? types : []
  return {
    policyName: onlyPolicy?.policyName ?? '',
    extractors: [],
    credentialType: onlyType ?? '',
    useCaseDescription: '',
  }
}

function useAskForm(askable: Askable) {
  const { t } = useText()
  const { userName } = useSession()
  const navigate = useNavigate()
  const { partner, mapping } = askable
  const { partnerId } = partner
  const initialValues = useBeginning(askable)
  const draft = draftOf(`policy-request:${userName}:${partnerId}`, initialValues)
  const [typed] = useState(() => draft.read())
  const form = useContractForm<typeof askForPolicy, AskValues>({
    endpoint: askForPolicy,
    initialValues,
    typed,
    judgesAtOnce: true,
    toCall: ({ extractors, credentialType, ...words }) => ({
      partnerId,
      ...words,
      extractors: extractors.length > 0 ? [...extractors] : null,
      credentialType: credentialType || null,
    }),
    alsoRequired: () => requiredFields(mapping),
    check: ({ policyName }) => ({ policyName: policyName === '' ? t('requests.choose') : null }),
    words: { useCaseDescription: 'text' },
    done: () => t('requests.sent'),
    onDone: ({ requestId }) => {
      draft.drop()
      void navigate({ to: `/policy-requests/${requestId}` })
    },
  })
  const { values, answer } = form
  useEffect(() => {
    if (!answer) draft.keep(values)
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- the place of the draft is that of the partner, who stays
  }, [values, answer])
  return { form, isTaken: typed !== undefined, initialValues }
}

/** Asks for a policy in steps; nothing is sent before the last one, and then all of it. */
export function AskForm({ askable }: { askable: Askable }) {
  const { form, isTaken, initialValues } = useAskForm(askable)
  const steps = stepsOf(askable.mapping)
  const [step, setStep] = useState(0)
  const isLast = step === steps.length - 1
  const said = useSaid(form.values, askable)
  // A refusal may be about a field of an earlier step.
  const wrong = steps.findIndex(({ fields }) => fields.some((name) => form.errorOf(name)))
  if (wrong !== -1 && wrong < step) setStep(wrong)

  function goOn(event?: FormEvent<HTMLFormElement>) {
    event?.preventDefault()
    if (isLast) form.onSubmit(event)
    else if (form.checkFields(steps[step]?.fields ?? [])) setStep(step + 1)
  }
  if (!isAnyLeft(askable)) return <NothingLeft askable={askable} />
  // What was typed is kept, so nothing is lost by leaving.
  const frame = { ...form, onSubmit: goOn, isUnsent: () => false }
  return (
    <Stack gap="lg" className="asking">
      <PartnerChoice askable={askable} />
      {isTaken && (
        <Text size="sm" c="dimmed">
          <T id="asking.kept" />{' '}
          <button
            type="button"
            className="text-button"
            onClick={() => {
              form.begin(initialValues)
              setStep(0)
            }}
          >
            <T id="asking.anew" />
          </button>
        </Text>
      )}
      <Form form={frame} submit={null}>
        <Path
          steps={steps}
          current={step}
          said={said}
          onReturn={setStep}
          body={(name) => <StepBody name={name} form={form} askable={askable} />}
          ways={
            <>
              {step > 0 && (
                <Button variant="default" onClick={() => setStep(step - 1)}>
                  <T id="actions.back" />
                </Button>
              )}
              <Button type="submit" loading={form.isSending}>
                <T id={isLast ? 'requests.submit' : 'actions.continue'} />
              </Button>
            </>
          }
        />
      </Form>
    </Stack>
  )
}

/** Whether there is a policy that the partner has neither got nor asked for. */
function isAnyLeft({ policies, total }: Askable): boolean {
  return total > policies.length || policies.some(({ request }) => !isOpen(request?.status))
}

/** Steps would lead nowhere: says why, and shows what became of what was asked for. */
function NothingLeft({ askable }: { askable: Askable }) {
  const { policies } = askable
  return (
    <Stack gap="lg" className="asking">
      <PartnerChoice askable={askable} />
      <Text>
        <T id={policies.length > 0 ? 'asking.allAsked' : 'requests.noPolicies'} />
      </Text>
      {policies.length > 0 && <Asked policies={policies} order={2} />}
    </Stack>
  )
}

/** Changes the partner that asks, where the reader has several. */
function PartnerChoice({ askable }: { askable: Askable }) {
  const { t } = useText()
  const { partners } = useSession()
  const navigate = useNavigate()
  const { partnerId } = askable.partner
  const asking = partners.filter((own) => own.isActive && own.policyGroupName !== null)
  if (asking.length < 2 || !asking.some((own) => own.partnerId === partnerId)) return null
  return (
    <Select
      label={t('fields.partner')}
      maw={420}
      data={asking.map((own) => ({
        value: own.partnerId,
        label: `${own.organizationName} (${own.partnerId})`,
      }))}
      allowDeselect={false}
      value={partnerId}
      onChange={(value) =>
        void navigate({ to: '.', search: ofPartner(value ?? ''), replace: true })
      }
    />
  )
}
