import { Accordion, List, Stack, Text } from '@mantine/core'
import { lazy, Suspense } from 'react'
import { T, useText } from '../../i18n/text.tsx'
import { differenceOf, type Difference as Change } from './difference-of.ts'

const JsonDifference = lazy(() => import('./json-difference.tsx'))

interface DifferenceProps {
  before: Record<string, unknown>
  after: Record<string, unknown>
}

/** What one policy document says differently from another: in words, and line by line. */
export function Difference({ before, after }: DifferenceProps) {
  const { t } = useText()
  const changes = differenceOf(before, after)
  if (changes.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        <T id="policies.diff.none" />
      </Text>
    )
  }
  return (
    <Stack gap="sm">
      <List size="sm" spacing={4} className="difference">
        {changes.map((change) => (
          <List.Item key={change.path.join(' ')} className={`difference-${change.kind}`}>
            <InWords change={change} />
          </List.Item>
        ))}
      </List>
      <Accordion variant="contained">
        <Accordion.Item value="json">
          <Accordion.Control>{t('policies.diff.lines')}</Accordion.Control>
          <Accordion.Panel>
            <Suspense fallback={<Text c="dimmed">{t('states.loading')}</Text>}>
              <JsonDifference before={before} after={after} label={t('policies.diff.lines')} />
            </Suspense>
          </Accordion.Panel>
        </Accordion.Item>
      </Accordion>
    </Stack>
  )
}

function InWords({ change: { kind, path, before, after } }: { change: Change }) {
  const place = <bdi>{path.join(' › ')}</bdi>
  const code = (text: string | undefined) => <code dir="ltr">{text}</code>
  const values = { place, before: code(before), after: code(after) }
  return <T id={`policies.diff.${kind}`} values={values} />
}
