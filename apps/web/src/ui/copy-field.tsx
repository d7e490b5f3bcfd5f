import { Button, CopyButton, Group, Stack } from '@mantine/core'
import { T, useText } from '../i18n/text.tsx'
import { download, type FileType } from './download.ts'

interface CopyFieldProps {
  /** Its name for readers of screens: another one than that of the part of the page it stands in. */
  label: string
  value: string
  /** Offers the value as a file, too. */
  file?: { name: string; type: FileType }
  /** Whether copying is what the reader is here for. */
  isMain?: boolean
}

/** A value to take along: shown as it is, with copy and download. */
export function CopyField({ label, value, file, isMain = false }: CopyFieldProps) {
  const { t } = useText()
  return (
    <Stack gap="xs">
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrollable regions must be reachable with the keyboard */}
      <pre className="json" dir="ltr" tabIndex={0} role="group" aria-label={label}>
        {value}
      </pre>
      <Group gap="sm">
        <CopyButton value={value}>
          {({ copied, copy }) => (
            <Button variant={copied ? 'light' : isMain ? 'filled' : 'default'} onClick={copy}>
              <span aria-live="polite">{t(copied ? 'actions.copied' : 'actions.copy')}</span>
            </Button>
          )}
        </CopyButton>
        {file && (
          <Button variant="default" onClick={() => download(file.name, value, file.type)}>
            <T id="actions.download" />
          </Button>
        )}
      </Group>
    </Stack>
  )
}
