import { useText } from '../../i18n/text.tsx'

/**
 * The reason of a decision as people read it: what they wrote, or the words for a decision that was taken
 * with a deactivation.
 */
export function useReasonText(): (reason: string) => string {
  const { tMaybe } = useText()
  return (reason) => tMaybe(`deactivation.reason.${reason}`) ?? reason
}
