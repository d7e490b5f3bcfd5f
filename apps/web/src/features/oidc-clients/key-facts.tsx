import { judgeClientKey, thumbprintOf, type ClientKey } from '@pmp/contract/client-rules'
import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { T, useText } from '../../i18n/text.tsx'
import { jsonType } from '../../ui/download.ts'
import { CopyField } from '../../ui/copy-field.tsx'
import { Facts } from '../../ui/surface.tsx'

/** A stored key in words, and as it is. */
export function KeyFacts({ publicKey, clientId }: { publicKey: string; clientId: string }) {
  const key = useMemo(() => readStored(publicKey), [publicKey])
  return (
    <>
      {key ? (
        <Told clientKey={key} />
      ) : (
        <Text size="sm">
          <T id="clients.key.strange" />
        </Text>
      )}
      <details className="client-details">
        <summary>
          <T id="clients.key.json" />
        </summary>
        <Jwk publicKey={publicKey} clientId={clientId} />
      </details>
    </>
  )
}

function Told({ clientKey: { jwk, kind, bits } }: { clientKey: ClientKey }) {
  const { t, tMaybe, number } = useText()
  const thumbprint = useQuery({
    queryKey: ['thumbprint', jwk],
    queryFn: () => thumbprintOf(jwk),
    staleTime: Infinity,
  })
  const code = (value: string | undefined) => value && <code dir="ltr">{value}</code>
  return (
    <Facts
      facts={[
        [
          t('clients.key.kind'),
          kind === 'RSA'
            ? t('clients.key.rsa', { bits: number(bits) })
            : t('clients.key.curve', { curve: jwk.crv ?? '' }),
        ],
        [t('clients.key.use'), jwk.use && (tMaybe(`clients.key.use.${jwk.use}`) ?? jwk.use)],
        [t('clients.key.alg'), code(jwk.alg)],
        [t('clients.key.kid'), code(jwk.kid)],
        [t('clients.key.thumbprint'), code(thumbprint.data)],
      ]}
    />
  )
}

function Jwk({ publicKey, clientId }: { publicKey: string; clientId: string }) {
  const { t } = useText()
  return (
    <CopyField
      label={t('clients.key.jwk')}
      value={publicKey}
      file={{ name: `client-${clientId.slice(0, 8)}.jwk.json`, type: jsonType }}
    />
  )
}

/** Judged as if every kind were taken: what is stored was taken once. */
function readStored(publicKey: string): ClientKey | undefined {
  try {
    const value: unknown = JSON.parse(publicKey)
    if (typeof value !== 'object' || value === null) return undefined
    const judged = judgeClientKey({ ...value }, ['RSA', 'EC'])
    return 'flaw' in judged ? undefined : judged
  } catch {
    return undefined
  }
}
