import { Button, CopyButton } from '@mantine/core'
import { useText } from '../../i18n/text.tsx'

interface ClientIdProps {
  clientId: string
  /** Whose it is, where several are shown. */
  of: string
  isShort?: boolean
}

const shownCharacters = 12

/** The id of a client, to be taken along whole even where it is shown short. */
export function ClientId({ clientId, of, isShort = false }: ClientIdProps) {
  const { t } = useText()
  const shown = isShort ? `${clientId.slice(0, shownCharacters)}…` : clientId
  return (
    <span className="client-id">
      <code dir="ltr" title={clientId}>
        {shown}
      </code>
      <CopyButton value={clientId}>
        {({ copied, copy }) => (
          <Button
            variant="subtle"
            size="compact-xs"
            onClick={copy}
            aria-label={t('clients.id.copy', { name: of })}
          >
            <span aria-live="polite">{t(copied ? 'actions.copied' : 'actions.copy')}</span>
          </Button>
        )}
      </CopyButton>
    </span>
  )
}
