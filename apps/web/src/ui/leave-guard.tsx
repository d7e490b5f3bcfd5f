import { useBlocker } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useText } from '../i18n/text.tsx'
import { Question } from './question.tsx'

/**
 * Asks before what was typed is lost, within the portal and when the tab is closed.
 * @returns the question, while it is asked
 */
export function useLeaveGuard(isUnsent: () => boolean): ReactNode {
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => current.pathname !== next.pathname && isUnsent(),
    enableBeforeUnload: isUnsent,
    withResolver: true,
  })
  if (blocker.status !== 'blocked') return null
  return <LeaveQuestion onLeave={blocker.proceed} onStay={blocker.reset} />
}

interface LeaveQuestionProps {
  onLeave: () => void
  onStay: () => void
}

export function LeaveQuestion({ onLeave, onStay }: LeaveQuestionProps) {
  const { t } = useText()
  return (
    <Question
      title={t('forms.leave.title')}
      text={t('forms.leave.text')}
      confirmLabel={t('forms.leave.confirm')}
      isDangerous
      onConfirm={onLeave}
      onClose={onStay}
    />
  )
}
