import { notifications } from '@mantine/notifications'
import { useText } from '../i18n/text.tsx'

/** Says in passing that something worked. */
export function useNotify(): (message: string) => void {
  const { t } = useText()
  return (message) => {
    notifications.show({
      color: 'green',
      message,
      closeButtonProps: { 'aria-label': t('actions.close') },
    })
  }
}
