import { Anchor } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { T } from '../i18n/text.tsx'
import { ofPartner } from './acting-for.tsx'
import { useMay } from './session.tsx'

/** Leads to the page where another name of a partner is asked for, for those who may ask. */
export function OrganizationNameLink({ partnerId }: { partnerId: string }) {
  const may = useMay()
  if (!may('organizationNames.request')) return null
  return (
    <Anchor
      component={Link}
      to="/organization-name"
      search={ofPartner(partnerId)}
      size="sm"
      fw={600}
      mt="md"
      display="inline-block"
    >
      <T id="names.title" />
    </Anchor>
  )
}
