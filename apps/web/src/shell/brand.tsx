import { Link } from '@tanstack/react-router'
import { T, useText } from '../i18n/text.tsx'

/** Mark and name of the product, leading home. */
export function Brand() {
  const { t } = useText()
  return (
    <Link to="/" className="brand" aria-label={t('product.name')}>
      <svg viewBox="0 0 30 30" className="seal" aria-hidden focusable="false">
        <rect width="30" height="30" rx="8" fill="currentColor" />
        <g fill="none" stroke="var(--on-action)" strokeWidth="1.7" strokeLinecap="round">
          <path d="M8.5 19.5v-4a6.5 6.5 0 0 1 13 0v2" />
          <path d="M12 21.5v-6a3 3 0 0 1 6 0V19" />
          <path d="M15 15.5v7M21.5 20.5v.6" />
        </g>
      </svg>
      <span className="brand-name">
        <T id="product.name" />
      </span>
    </Link>
  )
}
