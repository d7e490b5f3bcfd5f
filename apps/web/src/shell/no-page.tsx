import { useText } from '../i18n/text.tsx'
import { DeadEnd } from './dead-end.tsx'

/** For addresses that lead nowhere. */
export function NoPage() {
  const { t } = useText()
  return <DeadEnd icon="search" title={t('states.noPage')} text={t('states.noPage.text')} />
}
