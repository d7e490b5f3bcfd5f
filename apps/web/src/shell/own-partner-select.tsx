import { Select } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useText } from '../i18n/text.tsx'
import { ofPartner } from './acting-for.tsx'
import { useSession } from './session.tsx'

/** Changes between the reader's partners, where there are several. */
export function OwnPartnerSelect({ partnerId }: { partnerId: string }) {
  const { partners } = useSession()
  const navigate = useNavigate()
  const { t } = useText()
  if (partners.length < 2 || !partners.some((own) => own.partnerId === partnerId)) return null
  return (
    <Select
      label={t('fields.partner')}
      data={partners.map((own) => own.partnerId)}
      value={partnerId}
      onChange={(value) =>
        void navigate({ to: '.', search: ofPartner(value ?? ''), replace: true })
      }
      allowDeselect={false}
    />
  )
}
