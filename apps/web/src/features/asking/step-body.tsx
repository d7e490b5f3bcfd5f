import { Stack, Text, Textarea } from '@mantine/core'
import { useText } from '../../i18n/text.tsx'
import { CredentialTypeChoice } from '../../domain/mappings/credential-type-choice.tsx'
import { ExtractorChoice } from '../../domain/mappings/extractor-choice.tsx'
import { useExtractorText } from '../../domain/mappings/mapping-view.tsx'
import { useSession } from '../../shell/session.tsx'
import { Facts } from '../../ui/surface.tsx'
import type { AskFormFields, Askable } from './asking.ts'
import { PolicyStep } from './policy-step.tsx'
import type { AskValues, StepName } from './steps.ts'

interface StepBodyProps {
  name: StepName
  form: AskFormFields
  askable: Askable
}

/** What is asked for in a step. */
export function StepBody({ name, form, askable }: StepBodyProps) {
  const { settings } = useSession()
  if (name === 'policy') return <PolicyStep form={form} askable={askable} />
  if (name === 'extractors') {
    return (
      <ExtractorChoice
        modalities={settings['allowedBioextractorModalitiesAttributeNameMap']}
        {...form.choice('extractors')}
      />
    )
  }
  if (name === 'type') {
    return (
      <CredentialTypeChoice
        types={settings['allowedCredentialTypes']}
        taken={askable.takenCredentialTypes}
        {...form.choice('credentialType')}
      />
    )
  }
  if (name === 'why') return <Why form={form} />
  return <Review values={form.values} askable={askable} />
}

function Why({ form }: { form: AskFormFields }) {
  const { t, number } = useText()
  const useCase = form.field('useCaseDescription')
  const limit = number(useCase.maxLength ?? 0)
  return (
    <div>
      <Textarea
        label={t('requests.useCase')}
        description={t('requests.useCase.hint', { limit })}
        autosize
        minRows={3}
        {...useCase}
      />
      <Text size="xs" c="dimmed" ta="end" mt={4} aria-hidden>
        {number(form.values.useCaseDescription.length)} / {limit}
      </Text>
    </div>
  )
}

/** What each step says in one line. */
export function useSaid(values: AskValues, askable: Askable): Record<StepName, string> {
  const { tMaybe, list } = useText()
  const textOf = useExtractorText()
  const { credentialType, extractors, useCaseDescription: reason } = values
  return {
    policy: values.policyName,
    extractors: list(extractors.map((extractor) => textOf(shownAs(extractor)))),
    type: tMaybe(`credentialTypes.${credentialType}`) ?? credentialType,
    why: reason.trim(),
    review: askable.partner.organizationName,
  }
}

/** What is not said is null, as the server tells it. */
function shownAs(extractor: AskValues['extractors'][number]) {
  const { biometricSubTypes = null, extractorProviderVersion = null, ...rest } = extractor
  return { ...rest, biometricSubTypes, extractorProviderVersion }
}

function Review({ values, askable }: { values: AskValues; askable: Askable }) {
  const { t } = useText()
  const said = useSaid(values, askable)
  const { partner, mapping } = askable
  return (
    <Stack gap="xs">
      <Text size="sm">{t('asking.review.text', { name: partner.organizationName })}</Text>
      <Facts
        facts={[
          [t('fields.partner'), <bdi key="partner">{partner.organizationName}</bdi>],
          [t('fields.policy'), <bdi key="policy">{said.policy}</bdi>],
          ...(mapping === 'required'
            ? ([
                [t('mappings.extractors'), <bdi key="extractors">{said.extractors}</bdi>],
                [t('mappings.credentialType'), said.type],
              ] satisfies [string, React.ReactNode][])
            : []),
          [t('requests.useCase'), <bdi key="why">{said.why}</bdi>],
        ]}
      />
    </Stack>
  )
}
