import { useState } from 'react'
import { useText } from '../../i18n/text.tsx'
import { Page } from '../../ui/page.tsx'
import { CreatedPartner } from './created-partner.tsx'
import { NewPartnerForm, type NewPartner } from './new-partner-form.tsx'

const above = { to: '/partners', title: 'partners.menu' } as const

/** A partner of any type, created by an administrator (additions-1.3.0.md 2.1, 11). */
export default function NewPartnerPage() {
  const { t } = useText()
  const [created, setCreated] = useState<NewPartner>()
  if (created) {
    return (
      <CreatedPartner partner={created} above={above} onAnother={() => setCreated(undefined)} />
    )
  }
  return (
    <Page title={t('partners.new')} description={t('partners.new.about')} above={above}>
      <NewPartnerForm onDone={setCreated} />
    </Page>
  )
}
