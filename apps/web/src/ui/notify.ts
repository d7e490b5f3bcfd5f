import { notifications } from '@mantine/notifications'
import { useText } from '../i18n/text.tsx'
import { noteSaid } from './said.ts'

/** Says in passing that something worked. */
export function useNotify(): (message: string) => void {
  const { t } = useText()
  return (message) => {
    noteSaid()
    notifications.show({
      color: 'green',
      message,
      closeButtonProps: { 'aria-label': t('actions.close') },
    })
  }
}
