import { useText } from '../i18n/text.tsx'
import type { ListToolsProps } from './list-parts.ts'
import { PanelButton } from './panel-button.tsx'
import { useLate } from './use-late.ts'
import { useIsPhone } from './use-phone.ts'

const panel = () => import('./view-panel.tsx')

/** The button of how a list is looked at; the panel comes when it is pressed. */
export function ListTools<Row>(props: ListToolsProps<Row>) {
  const { t } = useText()
  const isPhone = useIsPhone()
  const { code, asking } = useLate(panel)
  const label = t('lists.view')
  const face = isPhone
    ? ({ label, icon: 'more', face: '' } as const)
    : ({ label, icon: 'view' } as const)
  if (!code) return <PanelButton {...face} {...asking} />
  return <code.ViewPanel {...props} face={face} />
}
