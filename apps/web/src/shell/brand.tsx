import { Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { T, useText } from '../i18n/text.tsx'

/** Mark and name of the product, leading home. */
export function Brand() {
  const { t } = useText()
  return (
    <Link to="/" className="brand" aria-label={t('product.name')}>
      <svg viewBox="0 0 32 32" width="32" height="32" aria-hidden focusable="false">
        <rect width="32" height="32" rx="9" fill="#1447b2" />
        <path
          d="M9 20.5 14.2 12l3.3 5 2.1-3.2L23 20.5"
          fill="none"
          stroke="#fff"
          strokeWidth="2.4"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
        <circle cx="22" cy="10.5" r="2.2" fill="#9ec1ff" />
      </svg>
      <Text span fw={650} className="brand-name">
        <T id="product.name" />
      </Text>
    </Link>
  )
}
