import { countExpiringCertificates, expiryKinds } from '@pmp/contract'
import { Anchor } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useRead } from '../../api/query.ts'
import { T, useText } from '../../i18n/text.tsx'
import { Loaded } from '../../ui/page.tsx'
import { Surface } from '../../ui/surface.tsx'
import { pageSearch } from '../../shell/page-search.ts'
import { soonDays } from '../../durations.ts'
import { withinDays } from './soon.ts'

/** How many certificates of each kind expire soon, with the way to them. */
export function ExpiringSoon() {
  const { t, number } = useText()
  const months = useRead(countExpiringCertificates, withinDays(soonDays))
  return (
    <Surface title={t('home.expiring', { days: soonDays })}>
      <Loaded from={months}>
        {(found) => (
          <ul className="counts">
            {expiryKinds.map((kind) => {
              const total = found.reduce((sum, month) => sum + month[kind], 0)
              return (
                <li key={kind} className="count-line" data-some={total > 0 || undefined}>
                  <Anchor
                    component={Link}
                    to="/certificates/expiry"
                    search={pageSearch({ days: soonDays, kind })}
                  >
                    <T id={`expiry.kind.${kind}`} />
                  </Anchor>
                  <span className={total > 0 ? 'held' : 'quiet'}>{number(total)}</span>
                </li>
              )
            })}
          </ul>
        )}
      </Loaded>
    </Surface>
  )
}
