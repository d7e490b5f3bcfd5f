import { Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { useText } from '../../i18n/text.tsx'
import { Icon } from '../../ui/icon.tsx'
import type { Inspection } from './inspection.ts'

type Check = Inspection['checks'][number]
type CheckState = keyof typeof marks

/** What was skipped waits for something else to be right. */
const marks = { passed: 'passed', advice: 'advice', failed: 'failed', skipped: 'clock' } as const

/** The rules of an upload; those that are not passed first, because the reader must act on them. */
export function Checks({ checks }: { checks: readonly Check[] }) {
  const { t } = useText()
  const ordered = [...checks.filter((check) => !check.passed), ...checks.filter((c) => c.passed)]
  return (
    <CheckList label={t('certificates.checks')}>
      {ordered.map((check) => (
        <UploadCheck key={check.rule} check={check} />
      ))}
    </CheckList>
  )
}

/** Around every `CheckLine`. */
export function CheckList({ label, children }: { label: string; children: ReactNode }) {
  return (
    <ul className="checks" aria-label={label}>
      {children}
    </ul>
  )
}

/** A rule in words; when broken, what was found and what to do. */
function UploadCheck({ check: { rule, passed, failureCode, details } }: { check: Check }) {
  const { t, tMaybe } = useText()
  const isAdvice = !passed && failureCode === null
  const found =
    Object.keys(details).length > 0 &&
    (tMaybe(`rules.${rule}.found`, details) ??
      tMaybe(`failures.because.${details['reason'] ?? ''}`))
  // What is wrong with its own key cannot be mended by adding anything to the trust store.
  const isKey = String(details['reason'] ?? '').startsWith('key_')
  const refusal = isKey ? t('pathRemedies.otherKey') : undefined
  const advice = failureCode
    ? (refusal ?? tMaybe(`failures.${failureCode}`) ?? t('certificates.notAcceptable'))
    : (tMaybe(`rules.${rule}.advice`) ?? t('certificates.advice'))
  return (
    <CheckLine
      state={passed ? 'passed' : isAdvice ? 'advice' : 'failed'}
      title={tMaybe(`rules.${rule}`) ?? rule}
    >
      {!passed && found && <Text size="sm">{found}</Text>}
      {!passed && (
        <Text size="sm" c={isAdvice ? 'dimmed' : 'var(--mantine-color-error)'}>
          {advice}
        </Text>
      )}
    </CheckLine>
  )
}

interface CheckLineProps {
  state: CheckState
  title: string
  children?: ReactNode
}

/** One rule with its mark, which is said to those who do not see it. */
export function CheckLine({ state, title, children }: CheckLineProps) {
  const { t } = useText()
  const isFinding = state === 'failed' || state === 'advice'
  return (
    <li data-state={state}>
      <span aria-hidden className={`check check-${state}`}>
        <Icon name={marks[state]} />
      </span>
      <div>
        <Text span size="sm" fw={isFinding ? 550 : 400}>
          {title}
        </Text>
        {state !== 'skipped' && (
          <Text span className="visually-hidden">
            {` – ${t(isFinding ? 'certificates.failed' : 'certificates.passed')}`}
          </Text>
        )}
        {children}
      </div>
    </li>
  )
}
