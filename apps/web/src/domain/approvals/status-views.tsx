import { SegmentedControl } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useText } from '../../i18n/text.tsx'

const views = ['InProgress', 'approved', 'rejected', 'all'] as const
type StatusView = (typeof views)[number]

/** Which requests are shown: what waits unless the address says otherwise. */
export function useStatusView(): StatusView {
  const search: Record<string, unknown> = useSearch({ strict: false })
  return views.find((known) => known === search['view']) ?? 'InProgress'
}

/** Chooses between what waits, what was decided, and everything; the choice is in the address. */
export function StatusViews() {
  const { t, tMaybe } = useText()
  const navigate = useNavigate()
  const view = useStatusView()
  return (
    <SegmentedControl
      className="views"
      aria-label={t('fields.status')}
      value={view}
      onChange={(value) =>
        void navigate({ to: '.', search: value === 'InProgress' ? {} : { view: value } })
      }
      data={views.map((value) => ({
        value,
        label:
          value === 'all' ? t('lists.all') : (tMaybe(`status.${value.toLowerCase()}`) ?? value),
      }))}
    />
  )
}
