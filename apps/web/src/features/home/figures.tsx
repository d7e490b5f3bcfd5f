import { countExpiringCertificates, listAdminPartners, listOutboxMessages } from '@pmp/contract'
import { useRead } from '../../api/query.ts'
import { useText } from '../../i18n/text.tsx'
import { useMay, useSession } from '../../shell/session.tsx'
import { soonDays } from '../../durations.ts'
import { withinDays } from './soon.ts'

const onlyCount = { pageNo: 0, pageSize: 1 } as const

/** How the register stands, in one line. */
export function Figures() {
  const { t } = useText()
  const may = useMay()
  const { trustCertificates } = useSession()
  const partners = useRead(
    listAdminPartners,
    { isActive: true, sortFieldName: 'partnerId', sortType: 'asc', ...onlyCount },
    { enabled: may('partners.administer') },
  )
  const months = useRead(countExpiringCertificates, withinDays(soonDays), {
    enabled: may('certificates.watchExpiry'),
  })
  const outbox = useRead(
    listOutboxMessages,
    { state: 'waiting', sortFieldName: 'createdAt', sortType: 'asc', ...onlyCount },
    { enabled: may('outbox.read') },
  )
  const ending = months.data?.reduce((sum, month) => sum + month.uploaded, 0)
  return (
    <dl className="figures">
      <Figure label={t('home.figure.partners')} value={partners.data?.totalResults} />
      <Figure label={t('home.figure.expiring', { days: soonDays })} value={ending} />
      <Figure label={t('home.figure.trusted')} value={trustCertificates ?? undefined} />
      <Figure label={t('home.figure.outbox')} value={outbox.data?.totalResults} />
    </dl>
  )
}

function Figure({ label, value }: { label: string; value: number | undefined }) {
  const { number } = useText()
  return (
    <div>
      <dt>{label}</dt>
      <dd>{value === undefined ? '–' : number(value)}</dd>
    </div>
  )
}
