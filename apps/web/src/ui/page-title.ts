import { useEffect } from 'react'
import { useText } from '../i18n/text.tsx'

/** Names the browser's tab. */
export function usePageTitle(title: string): void {
  const { t } = useText()
  useEffect(() => {
    document.title = `${title} – ${t('product.name')}`
  }, [title, t])
}
