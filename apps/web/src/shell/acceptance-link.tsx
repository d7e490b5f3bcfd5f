import type { checkAcceptance, CallOf } from '@pmp/contract'
import { Anchor } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { T } from '../i18n/text.tsx'
import { pageSearch } from './page-search.ts'
import { useMay } from './session.tsx'

/** What is asked about, as far as it is known; never the value of a key, because it ends in an address. */
type Asked = Pick<CallOf<typeof checkAcceptance>, 'kind' | 'partnerId' | 'name' | 'policyId'>

/** To the page that tells whether a call would be accepted now. */
export function AcceptanceLink({ kind, partnerId, name, policyId }: Asked) {
  const may = useMay()
  if (!may('acceptance.check')) return null
  const search = pageSearch({
    kind,
    partnerId,
    name: name ?? undefined,
    policyId: policyId ?? undefined,
  })
  return (
    <Anchor
      component={Link}
      to="/acceptance"
      search={search}
      size="sm"
      display="inline-block"
      mt="sm"
    >
      <T id="acceptance.title" />
    </Anchor>
  )
}
