import { countExpiringCertificates, expiryKinds } from '@pmp/contract'
import { Anchor, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useRead } from '../../api/query.ts'
import { T, useText } from '../../i18n/text.tsx'
import { Loaded } from '../../ui/page.tsx'
import { Surface } from '../../ui/surface.tsx'
import { pageSearch } from '../../shell/page-search.ts'

const soonDays = 30

/** How many certificates of each kind end in the next 30 days, with the way to them. */
export function ExpiringSoon() {
  const { t, number } = useText()
  const months = useRead(countExpiringCertificates, {
    days: soonDays,
    expiredDays: 0,
    kind: undefined,
    domain: undefined,
    partner: undefined,
  })
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
                  <Text span fw={650}>
                    {number(total)}
                  </Text>
                </li>
              )
            })}
          </ul>
        )}
      </Loaded>
    </Surface>
  )
}
