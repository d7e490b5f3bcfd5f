import { Alert, Anchor } from '@mantine/core'
import { Link, useSearch } from '@tanstack/react-router'
import { T, useText } from '../i18n/text.tsx'
import { Icon } from '../ui/icon.tsx'
import type { PageAbove } from '../ui/page.tsx'
import { useSession } from './session.tsx'
import { pageSearch } from './page-search.ts'

/** The partner that a page is about: the one in the address, else the reader's first. */
export function usePartnerId(): string | undefined {
  const { partners } = useSession()
  // The address may hold anything; digits in it are read as a number.
  const { partnerId: asked }: { partnerId?: unknown } = useSearch({ strict: false })
  if (typeof asked === 'number') return `${asked}`
  return typeof asked === 'string' && asked !== '' ? asked : partners[0]?.partnerId
}

/** The search of a link to a page about a partner. */
export function ofPartner(partnerId: string): never {
  return pageSearch({ partnerId })
}

interface OfPartner {
  partnerId: string
}

function useIsOwn({ partnerId }: OfPartner): boolean {
  const { partners } = useSession()
  return partners.some((own) => own.partnerId === partnerId)
}

/** The way back: to the partner for whom one acts, else to the page of one's own. */
export function useAbove(partnerId: string | undefined, own: PageAbove): PageAbove {
  const isOwn = useIsOwn({ partnerId: partnerId ?? '' })
  if (partnerId === undefined || isOwn) return own
  return { to: `/partners/${partnerId}`, title: 'fields.partner' }
}

/** Says for whom an administrator acts; nothing where the partner is the reader's own. */
export function ActingFor({ partnerId, name }: OfPartner & { name: string }) {
  const { t } = useText()
  if (useIsOwn({ partnerId })) return null
  return (
    <Alert
      className="acting"
      variant="light"
      role="note"
      icon={<Icon name="organization" />}
      title={t('acting.title', { name })}
    >
      <T id="acting.text" />{' '}
      <Anchor component={Link} to={`/partners/${partnerId}`} size="sm" fw={600}>
        {t('acting.open', { name })}
      </Anchor>
    </Alert>
  )
}
