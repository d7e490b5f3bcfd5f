import { Drawer } from '@mantine/core'
import { T, useText } from '../i18n/text.tsx'
import { RailContent } from './rail.tsx'

interface MenuDrawerProps {
  onClose: () => void
  onSearch: () => void
}

/** The menu of narrow screens; open as long as it is rendered. */
export default function MenuDrawer({ onClose, onSearch }: MenuDrawerProps) {
  const { t } = useText()
  return (
    <Drawer
      opened
      onClose={onClose}
      size={288}
      title={<T id="shell.menu" />}
      closeButtonProps={{ 'aria-label': t('actions.close') }}
    >
      <div className="drawer-rail">
        <RailContent onSearch={onSearch} />
      </div>
    </Drawer>
  )
}
