import { Text } from '@mantine/core'
import { CheckLine, CheckList } from '../../domain/certificates/checks.tsx'
import { useText } from '../../i18n/text.tsx'
import type { ReadFormKey } from './form-key.ts'

/** What is known of the key while it is typed: what it is, that it is public, that nobody has it. */
export function KeyChecks({ read }: { read: ReadFormKey }) {
  const { t, number } = useText()
  const { key, form, flaw, isTaken } = read
  if (!key || !form) return null
  const { alg, crv, kid } = key.jwk
  const kind = crv
    ? t('clients.key.curve', { curve: crv })
    : t('clients.key.rsa', { bits: number(key.bits) })
  return (
    <CheckList label={t('clients.key.checks')}>
      {flaw && <CheckLine state="failed" title={flaw} />}
      <CheckLine state="passed" title={`${kind}${alg ? ` · ${alg}` : ''}${kid ? ` · ${kid}` : ''}`}>
        {form !== 'jwk' && (
          <Text size="sm" c="dimmed">
            {t(`clients.key.from.${form}`)}
          </Text>
        )}
      </CheckLine>
      <CheckLine state="passed" title={t('clients.key.noPrivate')} />
      {isTaken === false && <CheckLine state="passed" title={t('clients.key.free')} />}
    </CheckList>
  )
}
