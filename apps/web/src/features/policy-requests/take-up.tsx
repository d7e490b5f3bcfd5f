import { resubmitPolicyRequest } from '@pmp/contract'
import { Alert, Anchor, Button, Stack, Text, Textarea } from '@mantine/core'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { T, useText } from '../../i18n/text.tsx'
import { useReasonText } from '../../domain/deactivation/reason-text.ts'
import { CredentialTypeChoice } from '../../domain/mappings/credential-type-choice.tsx'
import { ExtractorChoice } from '../../domain/mappings/extractor-choice.tsx'
import { asWanted, type WantedExtractor } from '../../domain/mappings/extractor.ts'
import { useMay, useSession } from '../../shell/session.tsx'
import { useContractForm } from '../../ui/contract-form.ts'
import { FormDialog } from '../../ui/form.tsx'
import { Surface } from '../../ui/surface.tsx'
import type { PolicyRequest } from './policy-request.ts'

/** The way on from a refused request: the one that takes it up, or the form for it. */
export function TakeUp({ request }: { request: PolicyRequest }) {
  const { t } = useText()
  const may = useMay()
  const [isAsking, setAsking] = useState(false)
  const { nextRequestId } = request.conversation
  if (nextRequestId !== null) {
    return (
      <Alert variant="light" role="note">
        <T id="takeUp.done" />{' '}
        <Anchor component={Link} to={`/policy-requests/${nextRequestId}`} underline="always">
          <T id="takeUp.next" />
        </Anchor>
      </Alert>
    )
  }
  if (!may('policyRequests.submit') || may('policyRequests.decide')) return null
  return (
    <Surface isBox title={t('takeUp.title')}>
      <Stack gap="sm">
        <Text size="sm">
          <T id="takeUp.text" />
        </Text>
        <Button onClick={() => setAsking(true)}>
          <T id="takeUp.ask" />
        </Button>
      </Stack>
      {isAsking && <TakeUpDialog request={request} onClose={() => setAsking(false)} />}
    </Surface>
  )
}

interface Values extends Record<string, unknown> {
  useCaseDescription: string
  extractors: readonly WantedExtractor[]
  credentialType: string
}

function useTakeUpForm(request: PolicyRequest) {
  const { t } = useText()
  const navigate = useNavigate()
  const { id: requestId, mapping } = request
  const { isRequired, requested } = mapping
  return useContractForm<typeof resubmitPolicyRequest, Values>({
    endpoint: resubmitPolicyRequest,
    initialValues: {
      useCaseDescription: request.partnerComment,
      extractors: asWanted(requested.extractors),
      credentialType: requested.credentialType ?? '',
    },
    toCall: ({ useCaseDescription, extractors, credentialType }) => ({
      requestId,
      useCaseDescription,
      extractors: extractors.length > 0 ? [...extractors] : null,
      credentialType: credentialType || null,
    }),
    alsoRequired: () => [
      'useCaseDescription',
      ...(isRequired ? (['extractors', 'credentialType'] as const) : []),
    ],
    judgesAtOnce: true,
    words: { useCaseDescription: 'text' },
    done: () => t('requests.sent'),
    onDone: ({ requestId: next }) => void navigate({ to: `/policy-requests/${next}` }),
  })
}

function TakeUpDialog({ request, onClose }: { request: PolicyRequest; onClose: () => void }) {
  const { t, number } = useText()
  const { settings } = useSession()
  const reasonText = useReasonText()
  const form = useTakeUpForm(request)
  const useCase = form.field('useCaseDescription')
  return (
    <FormDialog
      title={t('takeUp.dialog', { policy: request.policyName })}
      size="lg"
      form={form}
      submit={t('requests.submit')}
      onClose={onClose}
    >
      {request.decisionReason && (
        <div>
          <Text size="sm" fw={600}>
            <T id="takeUp.refusedFor" />
          </Text>
          <Text size="sm" className="quote">
            <bdi>{reasonText(request.decisionReason)}</bdi>
          </Text>
        </div>
      )}
      <Textarea
        label={t('requests.useCase')}
        description={t('requests.useCase.hint', { limit: number(useCase.maxLength ?? 0) })}
        autosize
        minRows={3}
        {...useCase}
      />
      {request.mapping.isRequired && (
        <>
          <ExtractorChoice
            modalities={settings['allowedBioextractorModalitiesAttributeNameMap']}
            {...form.choice('extractors')}
          />
          <CredentialTypeChoice
            types={settings['allowedCredentialTypes']}
            taken={[]}
            {...form.choice('credentialType')}
          />
        </>
      )}
    </FormDialog>
  )
}
