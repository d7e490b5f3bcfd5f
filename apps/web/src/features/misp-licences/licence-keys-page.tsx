import { useText } from '../../i18n/text.tsx'
import { usePartnerId } from '../../shell/acting-for.tsx'
import { Page } from '../../ui/page.tsx'
import { LicenceKeys } from './licence-keys.tsx'

/** Keys of one MISP or of all, for administrators, who switch them on and off (auth-services.md 9.2). */
export default function LicenceKeysPage() {
  const { t } = useText()
  const partnerId = usePartnerId()
  return (
    <Page
      title={t('licences.keys')}
      description={partnerId && <bdi>{partnerId}</bdi>}
      above={{ to: '/misp-licences', title: 'licences.menu' }}
    >
      <LicenceKeys {...(partnerId ? { partnerId } : {})} empty={t('licences.empty')} />
    </Page>
  )
}
