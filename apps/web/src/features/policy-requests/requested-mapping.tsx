import { readPoliciesToAsk, requestCredentialType, requestExtractors } from '@pmp/contract'
import { Alert, Button, Stack } from '@mantine/core'
import { useState } from 'react'
import { useRead } from '../../api/query.ts'
import { T, useText } from '../../i18n/text.tsx'
import { CredentialTypeChoice } from '../../domain/mappings/credential-type-choice.tsx'
import { ExtractorChoice } from '../../domain/mappings/extractor-choice.tsx'
import type { WantedExtractor } from '../../domain/mappings/extractor.ts'
import { MappingView } from '../../domain/mappings/mapping-view.tsx'
import { useMay, useSession } from '../../shell/session.tsx'
import { useContractForm } from '../../ui/contract-form.ts'
import { Form } from '../../ui/form.tsx'
import { Loaded } from '../../ui/page.tsx'
import { MappingChanges } from './mapping-changes.tsx'
import { Surface } from '../../ui/surface.tsx'
import type { PolicyRequest } from './policy-request.ts'

/** Extractors and credential type of a request: what is asked for, what is in force, what is to change. */
export function RequestedMapping({ request }: { request: PolicyRequest }) {
  const { t } = useText()
  const { mapping, status } = request
  const { isRequired, requested, inForce } = mapping
  const asked = {
    extractors: requested.extractors,
    credentialTypes: requested.credentialType === null ? [] : [requested.credentialType],
  }
  const isAsked = asked.extractors.length + asked.credentialTypes.length > 0
  const isInForce = inForce.extractors.length + inForce.credentialTypes.length > 0
  if (!isRequired && !isAsked && !isInForce) return null
  const isApproved = status === 'approved'
  return (
    <Surface title={t('mappings.title')}>
      <Stack gap="md">
        {isApproved ? (
          <MappingView title={t('mappings.inForce')} mapping={inForce} />
        ) : (
          <MappingView title={t('mappings.asked')} mapping={asked} />
        )}
        {status === 'InProgress' && isRequired && <Missing request={request} />}
        {isApproved && <MappingChanges request={request} />}
      </Stack>
    </Surface>
  )
}

/** What a request that was made elsewhere lacks can be given here, once. */
function Missing({ request }: { request: PolicyRequest }) {
  const may = useMay()
  // Who decides acts for a partner only on purpose.
  const [isShown, setShown] = useState(may('extractors.add') && !may('policyRequests.decide'))
  const { extractors, credentialType } = request.mapping.requested
  if (extractors.length > 0 && credentialType !== null) return null
  return (
    <>
      <Alert color="yellow" role="note">
        <T id="mappings.missing" />
      </Alert>
      {isShown ? (
        <>
          {extractors.length === 0 && <AddExtractors request={request} />}
          {credentialType === null && <AddType request={request} />}
        </>
      ) : (
        may('extractors.add') && (
          <div>
            <Button variant="default" onClick={() => setShown(true)}>
              <T id="mappings.addFor" />
            </Button>
          </div>
        )
      )}
    </>
  )
}

function AddExtractors({ request: { id: requestId } }: { request: PolicyRequest }) {
  const { t } = useText()
  const { settings } = useSession()
  const form = useContractForm<
    typeof requestExtractors,
    { extractors: readonly WantedExtractor[] }
  >({
    endpoint: requestExtractors,
    initialValues: { extractors: [] },
    toCall: ({ extractors }) => ({ requestId, extractors: [...extractors] }),
    alsoRequired: () => ['extractors'],
    done: () => t('mappings.extractors.added'),
  })
  return (
    <Form form={form} submit={t('mappings.extractors.add')}>
      <ExtractorChoice
        modalities={settings['allowedBioextractorModalitiesAttributeNameMap']}
        {...form.choice('extractors')}
      />
    </Form>
  )
}

function AddType({ request }: { request: PolicyRequest }) {
  const { partnerId } = request
  const askable = useRead(readPoliciesToAsk, { partnerId })
  return (
    <Loaded from={askable}>
      {({ takenCredentialTypes }) => <TypeForm request={request} taken={takenCredentialTypes} />}
    </Loaded>
  )
}

function TypeForm({ request, taken }: { request: PolicyRequest; taken: readonly string[] }) {
  const { t } = useText()
  const { settings } = useSession()
  const { id: requestId } = request
  const form = useContractForm({
    endpoint: requestCredentialType,
    initialValues: { credentialType: '' },
    toCall: ({ credentialType }) => ({ requestId, credentialType }),
    done: () => t('mappings.credentialType.added'),
  })
  return (
    <Form form={form} submit={t('mappings.credentialType.add')}>
      <CredentialTypeChoice
        types={settings['allowedCredentialTypes']}
        taken={taken}
        {...form.choice('credentialType')}
      />
    </Form>
  )
}
