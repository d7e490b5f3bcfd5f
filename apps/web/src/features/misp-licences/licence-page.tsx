import { readMispLicence, readMispKey, type ResponseOf } from '@pmp/contract'
import { Anchor, Button, Stack } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useAsk, useRead } from '../../api/query.ts'
import { seenEnd, statusByEnd } from '../../domain/ending.ts'
import { Status } from '../../domain/status.tsx'
import { T, useText } from '../../i18n/text.tsx'
import { ofPartner } from '../../shell/acting-for.tsx'
import { AcceptanceLink } from '../../shell/acceptance-link.tsx'
import { pageSearch } from '../../shell/page-search.ts'
import { useMay } from '../../shell/session.tsx'
import { FailureAlert } from '../../ui/failure.tsx'
import { Loaded, Page } from '../../ui/page.tsx'
import { usePathValue } from '../../ui/path-value.ts'
import { Facts, Surface } from '../../ui/surface.tsx'
import { DeactivateLicence } from './deactivate-licence.tsx'
import { KeyDialog } from './key-dialog.tsx'
import { isUsable } from './licence-status.ts'

type Licence = ReturnType<typeof namedAlike>

/** Upstream: two members have other names where the path names a partner. */
function namedAlike(licence: ResponseOf<typeof readMispLicence>) {
  const isById = 'maskedLicenseKey' in licence
  return {
    ...licence,
    name: isById ? licence.licenseKeyName : licence.mispLicenseKeyName,
    ending: (isById ? licence.maskedLicenseKey : licence.mispLicenseKey).slice(-4),
    isActive: licence.status === 'ACTIVE',
  }
}

/** One licence, and the ways to show, replace and end it (additions-1.3.0.md 3.4, 3.5). */
export default function LicencePage() {
  const mispLicenseId = usePathValue('licenceId')
  const { t } = useText()
  const read = useRead(readMispLicence, { mispLicenseId })
  const licence = read.data && namedAlike(read.data)
  return (
    <Page
      title={licence ? (licence.name ?? t('licences.unnamed')) : t('licences.one')}
      status={
        licence && <Status value={statusByEnd(licence.isActive, licence.expiryDateTime)} isPill />
      }
      {...(licence ? { meta: metaOf(licence) } : {})}
      above={{ to: '/misp-licences', title: 'licences.menu' }}
      actions={licence && <Actions licence={licence} />}
    >
      <Loaded from={read}>{(data) => <Details licence={namedAlike(data)} />}</Loaded>
    </Page>
  )
}

function metaOf({ orgName, policyName, ending }: Licence) {
  return [
    orgName,
    policyName,
    <code key="e" dir="ltr">
      …{ending}
    </code>,
  ]
}

function Actions({ licence }: { licence: Licence }) {
  const may = useMay()
  const [isAsking, setAsking] = useState(false)
  const { partnerId, policyId, isActive } = licence
  return (
    <>
      <Button
        component={Link}
        to="/misp-licences/new"
        search={pageSearch({ partnerId, ...(policyId ? { policyId } : {}) })}
      >
        <T id="licences.replace" />
      </Button>
      {isActive && may('mispLicences.deactivate') && (
        <Button color="red" variant="outline" className="reject" onClick={() => setAsking(true)}>
          <T id="keys.deactivate" />
        </Button>
      )}
      {isAsking && <DeactivateLicence licence={licence} onClose={() => setAsking(false)} />}
    </>
  )
}

function Details({ licence }: { licence: Licence }) {
  const { t, dateTime } = useText()
  const end = seenEnd(licence.expiryDateTime)
  return (
    <Surface>
      <Stack>
        <Facts
          facts={[
            [t('keys.ends'), end ? dateTime(end) : t('keys.noEnd')],
            [t('fields.created'), dateTime(licence.createdDateTime)],
            [t('fields.partnerId'), <bdi key="id">{licence.partnerId}</bdi>],
            [t('fields.policyGroup'), licence.policyGroupName],
            [t('fields.policy'), licence.policyName],
            ...(licence.policyDescription
              ? [[t('fields.description'), licence.policyDescription] satisfies [string, string]]
              : []),
          ]}
        />
        <AcceptanceLink
          kind="mispLicence"
          partnerId={licence.partnerId}
          name={licence.mispLicenseId}
        />
        {isUsable(licence.isActive, licence.expiryDateTime) && (
          <KeyInUse partnerId={licence.partnerId} />
        )}
        <Anchor
          component={Link}
          to="/misp-licences/keys"
          search={ofPartner(licence.partnerId)}
          size="sm"
          fw={600}
        >
          {t('licences.allOf', { name: licence.orgName })}
        </Anchor>
      </Stack>
    </Surface>
  )
}

/** The key that the MISP works with, read when it is asked for (auth-services.md 9.4). */
function KeyInUse({ partnerId }: { partnerId: string }) {
  const may = useMay()
  const ask = useAsk(readMispKey)
  if (!may('mispKeys.read')) return null
  return (
    <Stack align="flex-start">
      <Button
        variant="default"
        loading={ask.isPending}
        onClick={() => ask.mutate({ mispId: partnerId })}
      >
        <T id="licences.showKey" />
      </Button>
      <FailureAlert error={ask.error} />
      {ask.data && (
        <KeyDialog partnerId={partnerId} value={ask.data.licenseKey} onClose={() => ask.reset()} />
      )}
    </Stack>
  )
}
