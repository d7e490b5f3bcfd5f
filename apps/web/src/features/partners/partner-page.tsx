import { changePartnerStatus, isMispType, readPartnerDetails, type ResponseOf } from '@pmp/contract'
import { Button, Stack } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useRead } from '../../api/query.ts'
import { T, useText } from '../../i18n/text.tsx'
import { DeactivationDialog } from '../../domain/deactivation/deactivation-dialog.tsx'
import { OwnerCard } from '../../domain/persons/owner-card.tsx'
import { ofPartner } from '../../shell/acting-for.tsx'
import { OrganizationNameLink } from '../../shell/organization-name-link.tsx'
import { useMay } from '../../shell/session.tsx'
import { Mark } from '../../ui/mark.tsx'
import { Loaded, Page } from '../../ui/page.tsx'
import { usePathValue } from '../../ui/path-value.ts'
import { Status } from '../../domain/status.tsx'
import { Facts, Surface } from '../../ui/surface.tsx'
import { LinkPolicyGroup } from './link-policy-group.tsx'
import { PartnerBelongings } from './partner-belongings.tsx'
import { isDeactivated, PartnerCertificate } from './partner-certificate.tsx'

type Partner = ResponseOf<typeof readPartnerDetails>

/** A partner with all that belongs to it (ui.md S28). */
export default function PartnerPage() {
  const partnerId = usePathValue('partnerId')
  const { t } = useText()
  const partner = useRead(readPartnerDetails, { partnerId })
  const name = partner.data?.organizationName ?? t('fields.partner')
  return (
    <Page
      title={name}
      mark={<Mark id={partnerId} name={name} isBig />}
      status={partner.data && <Status value={statusOf(partner.data)} isPill />}
      meta={useMeta(partner.data)}
      above={{ to: '/partners', title: 'partners.menu' }}
      actions={partner.data && <Actions partner={partner.data} />}
    >
      <Loaded from={partner}>{(data) => <Details partner={data} />}</Loaded>
    </Page>
  )
}

/** What one asks first of a partner, in one line. */
function useMeta(partner: Partner | undefined) {
  const { t, tMaybe, date } = useText()
  if (!partner) return []
  return [
    <code key="id">{partner.partnerId}</code>,
    tMaybe(`partnerTypes.${partner.partnerType}`) ?? partner.partnerType,
    partner.policyGroupName,
    t('partners.since', { date: date(partner.createdDateTime) }),
  ]
}

function statusOf(partner: Partner): string {
  if (partner.isActive) return 'activated'
  return isDeactivated(partner) ? 'deactivated' : 'not_active'
}

function Actions({ partner }: { partner: Partner }) {
  const { t } = useText()
  const may = useMay()
  const [isAsking, setAsking] = useState(false)
  const { partnerId, organizationName: name } = partner
  if (!may('partners.changeStatus') || !partner.isActive) return null
  return (
    <>
      {may('policyRequests.submit') && partner.policyGroupName !== null && (
        <Button component={Link} to="/policy-requests/new" search={ofPartner(partnerId)}>
          <T id="requests.new" />
        </Button>
      )}
      {may('partners.linkPolicyGroup') &&
        isMispType(partner.partnerType) &&
        partner.policyGroupName === null && <LinkPolicyGroup partnerId={partnerId} name={name} />}
      <Button variant="default" onClick={() => setAsking(true)}>
        <T id="partners.deactivate" />
      </Button>
      {isAsking && (
        <DeactivationDialog
          subject={{ kind: 'partner', id: partnerId }}
          name={name}
          text={t('partners.deactivate.text')}
          endpoint={changePartnerStatus}
          call={{ partnerId, status: 'De-Active' }}
          done={t('partners.deactivated', { name })}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  )
}

function Details({ partner }: { partner: Partner }) {
  const may = useMay()
  return (
    <div className="home-columns">
      <Stack gap="lg">
        <PartnerCertificate partner={partner} />
        <PartnerBelongings
          partnerId={partner.partnerId}
          hasLicences={isMispType(partner.partnerType) && may('mispLicences.list')}
        />
      </Stack>
      <Stack gap="lg">
        <PartnerFacts partner={partner} />
        {may('persons.manage') && <OwnerCard partnerId={partner.partnerId} />}
      </Stack>
    </div>
  )
}

function PartnerFacts({ partner }: { partner: Partner }) {
  const { t } = useText()
  const person = [partner.firstName, partner.lastName].filter(Boolean).join(' ')
  return (
    <Surface title={t('requests.details')}>
      <Stack gap="sm">
        <Facts
          facts={[
            [t('fields.organization'), <bdi key="o">{partner.organizationName}</bdi>],
            [t('fields.policyGroup'), partner.policyGroupName],
            [t('partners.person'), person || null],
            [t('fields.email'), partner.emailId],
            [t('fields.phone'), partner.contactNumber],
          ]}
        />
        <OrganizationNameLink partnerId={partner.partnerId} />
      </Stack>
    </Surface>
  )
}
