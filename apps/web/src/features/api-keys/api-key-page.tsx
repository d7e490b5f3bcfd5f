import { readApiKey, type ResponseOf } from '@pmp/contract'
import { Alert, Button, Stack } from '@mantine/core'
import { useState } from 'react'
import { useRead } from '../../api/query.ts'
import { AcceptanceLink } from '../../shell/acceptance-link.tsx'
import { Status } from '../../domain/status.tsx'
import { T, useText, type Translate } from '../../i18n/text.tsx'
import { useMay, useSession } from '../../shell/session.tsx'
import { Loaded, Page } from '../../ui/page.tsx'
import { usePathValue } from '../../ui/path-value.ts'
import { Facts, Surface } from '../../ui/surface.tsx'
import { endOf, isInUse, statusOfKey, useKeysAbove } from './api-key.ts'
import { ChangeEnd } from './change-end.tsx'
import { DeactivateKey } from './deactivate-key.tsx'
import { ReplaceKey } from './replace-key.tsx'
import { Snippets } from './snippets.tsx'

type Key = ResponseOf<typeof readApiKey>

/** One key: how it is, how systems use it, and the ways to replace and end it (ui.md S14). */
export default function ApiKeyPage() {
  const named = {
    partnerId: usePathValue('partnerId'),
    policyId: usePathValue('policyId'),
    apiKeyName: usePathValue('label'),
  }
  const { t } = useText()
  const key = useRead(readApiKey, named)
  return (
    <Page
      title={key.data?.apiKeyLabel ?? t('keys.key')}
      status={key.data && <Status value={statusOfKey(key.data)} isPill />}
      {...(key.data ? { meta: metaOf(key.data, t) } : {})}
      above={useKeysAbove()}
      actions={key.data && <Actions apiKey={key.data} />}
    >
      <Loaded from={key}>{(data) => <Details apiKey={data} />}</Loaded>
    </Page>
  )
}

function metaOf({ orgName, policyName, keyEnding }: Key, t: Translate) {
  return [
    orgName,
    t('keys.of', { policy: policyName }),
    keyEnding && <code dir="ltr">…{keyEnding}</code>,
  ]
}

const dialogs = { replace: ReplaceKey, end: ChangeEnd, deactivate: DeactivateKey }

function Actions({ apiKey }: { apiKey: Key }) {
  const may = useMay()
  const { partners } = useSession()
  const [asked, setAsked] = useState<keyof typeof dialogs>()
  const isOwn = partners.some(({ partnerId }) => partnerId === apiKey.partnerId)
  const isUsed = isInUse(apiKey)
  const Asked = asked && dialogs[asked]
  return (
    <>
      {isUsed && isOwn && may('apiKeys.replace') && (
        <Button onClick={() => setAsked('replace')}>
          <T id="keys.replace" />
        </Button>
      )}
      {isUsed && may('partners.administer') && (
        <Button variant="default" onClick={() => setAsked('end')}>
          <T id="keys.changeEnd" />
        </Button>
      )}
      {isUsed && may('apiKeys.change') && (
        <Button
          variant="outline"
          color="red"
          className="reject"
          onClick={() => setAsked('deactivate')}
        >
          <T id="keys.deactivate" />
        </Button>
      )}
      {Asked && <Asked apiKey={apiKey} onClose={() => setAsked(undefined)} />}
    </>
  )
}

function Details({ apiKey }: { apiKey: Key }) {
  const { t } = useText()
  return (
    <div className="home-columns">
      <Stack gap="lg">
        {apiKey.isWeak && (
          <Alert color="yellow" title={t('keys.weak')}>
            <T id="keys.weak.text" />
          </Alert>
        )}
        <Surface title={t('keys.use')}>
          <Snippets apiKey={apiKey} />
        </Surface>
      </Stack>
      <Stack gap="lg">
        <Surface title={t('keys.facts')}>
          <KeyFacts apiKey={apiKey} />
          <AcceptanceLink
            kind="apiKey"
            partnerId={apiKey.partnerId}
            policyId={apiKey.policyId}
            name={apiKey.apiKeyLabel}
          />
        </Surface>
        <Surface title={t('requests.history')}>
          <KeyHistory apiKey={apiKey} />
        </Surface>
      </Stack>
    </div>
  )
}

function KeyFacts({ apiKey }: { apiKey: Key }) {
  const { t, tMaybe, dateTime, age } = useText()
  const { partnerType, lastUsedDateTime: used } = apiKey
  const end = endOf(apiKey)
  return (
    <Facts
      facts={[
        [t('keys.ends'), end ? dateTime(end) : t('keys.noEnd')],
        [t('keys.lastUsed'), used ? age(used) : t('keys.neverUsed')],
        [t('fields.partnerId'), <bdi key="id">{apiKey.partnerId}</bdi>],
        [t('fields.partnerType'), tMaybe(`partnerTypes.${partnerType}`) ?? partnerType],
        [t('fields.policyGroup'), apiKey.policyGroupName],
        [t('fields.policy'), apiKey.policyName],
        [t('fields.description'), apiKey.policyDescription],
      ]}
    />
  )
}

function KeyHistory({ apiKey }: { apiKey: Key }) {
  const { t, dateTime } = useText()
  const { createdBy, createdDateTime, updatedBy, updatedDateTime } = apiKey
  return (
    <Facts
      facts={[
        [t('keys.madeBy', { name: createdBy }), dateTime(createdDateTime)],
        ...(updatedDateTime
          ? [
              [
                t('keys.changedBy', { name: updatedBy ?? '–' }),
                dateTime(updatedDateTime),
              ] satisfies [string, string],
            ]
          : []),
      ]}
    />
  )
}
