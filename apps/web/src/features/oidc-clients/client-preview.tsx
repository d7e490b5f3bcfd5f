import type { ResponseOf, readClientGrants } from '@pmp/contract'
import { Stack, Text, Title } from '@mantine/core'
import { T, useText } from '../../i18n/text.tsx'
import { FailureAlert } from '../../ui/failure.tsx'
import { useGrantWords } from './words.ts'

export type Grants = ResponseOf<typeof readClientGrants>

interface ClientPreviewProps {
  name: string
  organization: string
  grants: Grants | undefined
  /** Why nobody knows what the policy grants. */
  error: unknown
}

/** What becomes of it: what people see when they consent, and what the service is told. */
export function ClientPreview({ name, organization, grants, error }: ClientPreviewProps) {
  const { t } = useText()
  return (
    <Stack component="aside" gap="lg" className="client-preview" aria-label={t('clients.preview')}>
      <section>
        <Title order={2}>
          <T id="clients.preview.person" />
        </Title>
        <div className="client-consent">
          <strong>{name.trim() || t('clients.preview.unnamed')}</strong>
          <Text size="sm">{t('clients.preview.asks', { organization })}</Text>
          {grants ? <Claims grants={grants} /> : <Unknown />}
        </div>
      </section>
      {grants && grants.acrValues.length > 0 && <Ways grants={grants} />}
      {grants && grants.claims.length > 0 && <Example grants={grants} />}
      <FailureAlert error={error} />
    </Stack>
  )
}

function Unknown() {
  return (
    <Text size="sm" c="dimmed">
      <T id="clients.preview.choose" />
    </Text>
  )
}

function Claims({ grants: { claims } }: { grants: Grants }) {
  const { claim } = useGrantWords()
  if (claims.length === 0) {
    return (
      <Text size="sm" className="client-doubt">
        <T id="clients.preview.nothing" />
      </Text>
    )
  }
  return (
    <ul className="client-chips">
      {claims.map((name) => (
        <li key={name}>{claim(name)}</li>
      ))}
    </ul>
  )
}

function Ways({ grants }: { grants: Grants }) {
  const { acr } = useGrantWords()
  return (
    <section>
      <Title order={2}>
        <T id="clients.preview.ways" />
      </Title>
      <ul className="plain-list">
        {grants.acrValues.map((value) => (
          <li key={value}>{acr(value)}</li>
        ))}
      </ul>
    </section>
  )
}

/** Values as eSignet has them, of nobody. */
const examples: Readonly<Record<string, unknown>> = {
  name: 'Amina Example',
  gender: 'female',
  birthdate: '1988/04/17',
  picture: 'data:image/jpeg;base64,…',
  email: 'amina@example.org',
  phone_number: '+990 555 0100',
  individual_id: '8250…',
  address: { street_address: '…', locality: '…', region: '…', postal_code: '…' },
}

function Example({ grants: { claims, acrValues } }: { grants: Grants }) {
  const { t } = useText()
  const told = Object.fromEntries(claims.map((claim) => [claim, examples[claim] ?? '…']))
  const example = { sub: 't8Qv…', ...told, acr: acrValues[0] }
  return (
    <section>
      <Title order={2}>
        <T id="clients.preview.service" />
      </Title>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrollable regions must be reachable with the keyboard */}
      <pre
        className="json"
        dir="ltr"
        tabIndex={0}
        role="region"
        aria-label={t('clients.preview.service')}
      >
        {JSON.stringify(example, null, 2)}
      </pre>
      <Text size="sm" c="dimmed">
        <T id="clients.preview.sub" />
      </Text>
    </section>
  )
}
