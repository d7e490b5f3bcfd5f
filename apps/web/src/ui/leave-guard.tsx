import { useBlocker } from '@tanstack/react-router'
import { useText } from '../i18n/text.tsx'
import { ConfirmDialog } from './dialog.tsx'

/** Asks before what was typed is lost, within the portal and when the tab is closed. */
export function LeaveGuard({ isUnsent }: { isUnsent: () => boolean }) {
  const { t } = useText()
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => current.pathname !== next.pathname && isUnsent(),
    enableBeforeUnload: isUnsent,
    withResolver: true,
  })
  if (blocker.status !== 'blocked') return null
  return (
    <ConfirmDialog
      title={t('forms.leave.title')}
      text={t('forms.leave.text')}
      confirmLabel={t('forms.leave.confirm')}
      isDangerous
      isPending={false}
      error={null}
      onConfirm={blocker.proceed}
      onClose={blocker.reset}
    />
  )
}
