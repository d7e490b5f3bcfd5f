import { Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { doubtsOfRedirectUri, mostRedirectUris } from '@pmp/contract/client-rules'
import { useDebouncedValue } from '@mantine/hooks'
import type { ClipboardEvent, ReactNode } from 'react'
import { T, useText } from '../../i18n/text.tsx'
import type { FormFields } from '../../ui/contract-form.ts'
import { Icon } from '../../ui/icon.tsx'
import { wrongRows } from './client-checks.ts'
import type { ClientValues } from './client-values.ts'

const pauseMs = 500

interface RedirectRowsProps {
  form: FormFields<ClientValues>
  /** What is wrong with the list as a whole. */
  error: ReactNode
}

/** The addresses that people are sent back to, each with what is wrong or doubtful about it. */
export function RedirectRows({ form, error }: RedirectRowsProps) {
  const { t } = useText()
  const { redirectUris: uris } = form.values
  const wrong = wrongRows(uris, t)
  const hasWrongRow = uris.some((_, at) => Boolean(form.inner(`redirectUris.${at}`).error))
  return (
    <Stack gap="sm">
      {uris.map((uri, at) => (
        <RedirectRow
          // oxlint-disable-next-line react/no-array-index-key -- a row is its place: the same address may stand in two
          key={at}
          form={form}
          at={at}
          uri={uri}
          wrong={wrong[at] ?? null}
          onRemove={uris.length > 1 ? () => form.removeAt('redirectUris', at) : undefined}
        />
      ))}
      {error && !hasWrongRow && (
        <Text size="sm" c="var(--mantine-color-error)">
          {error}
        </Text>
      )}
      <Group>
        <Button
          variant="default"
          size="xs"
          disabled={uris.length >= mostRedirectUris}
          onClick={() => form.set({ redirectUris: [...uris, ''] })}
        >
          <T id="clients.uri.add" />
        </Button>
        <Text size="sm" c="dimmed">
          {t('clients.uri.count', { count: uris.length, most: mostRedirectUris })}
        </Text>
      </Group>
    </Stack>
  )
}

interface RedirectRowProps {
  form: FormFields<ClientValues>
  at: number
  uri: string
  wrong: string | null
  onRemove: (() => void) | undefined
}

function RedirectRow({ form, at, uri, wrong, onRemove }: RedirectRowProps) {
  const { t } = useText()
  // Half an address is no mistake yet, and what appears while one clicks elsewhere moves the target away.
  const [settled] = useDebouncedValue(uri, pauseMs)
  const isTyping = settled !== uri
  const { error, ...field } = form.inner(`redirectUris.${at}`)
  const doubts = wrong || isTyping ? [] : doubtsOfRedirectUri(uri.trim())
  const number = at + 1
  return (
    <div>
      <Group gap="xs" wrap="nowrap" align="flex-start">
        <TextInput
          {...field}
          flex={1}
          aria-label={t('clients.uri.one', { number })}
          error={error ?? (isTyping ? null : wrong)}
          type="url"
          dir="ltr"
          autoComplete="off"
          spellCheck={false}
          classNames={{ input: 'client-code' }}
          onPaste={(event) => pasteLines(event, form, at)}
        />
        {onRemove && (
          <Button
            variant="subtle"
            px="xs"
            onClick={onRemove}
            aria-label={t('clients.uri.remove', { number })}
          >
            <Icon name="cross" size={16} />
          </Button>
        )}
      </Group>
      {doubts.map((doubt) => (
        <Text key={doubt} size="sm" mt={4} className="client-doubt" role="note">
          {t(`clients.uri.doubt.${doubt}`)}{' '}
          {doubt === 'not_https' && (
            <Button
              variant="subtle"
              size="compact-sm"
              onClick={() => replaceRows(form, at, [uri.trim().replace(/^http:/i, 'https:')])}
            >
              <T id="clients.uri.toHttps" />
            </Button>
          )}
        </Text>
      ))}
    </div>
  )
}

function replaceRows(form: FormFields<ClientValues>, at: number, lines: readonly string[]): void {
  const redirectUris = form.values.redirectUris.toSpliced(at, 1, ...lines)
  form.set({ redirectUris: redirectUris.slice(0, mostRedirectUris) })
}

/** Several addresses that are pasted at once are as many rows. */
function pasteLines(event: ClipboardEvent, form: FormFields<ClientValues>, at: number): void {
  const text = event.clipboardData.getData('text')
  const lines = text.split(/\s*[\n\r]+\s*/).filter((line) => line !== '')
  if (lines.length < 2) return
  event.preventDefault()
  replaceRows(form, at, lines)
}
