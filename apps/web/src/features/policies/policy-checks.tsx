import { policyDocumentMaxLength, type PolicyType, type PolicyViolation } from '@pmp/contract'
import { Alert, List, Progress, Text } from '@mantine/core'
import { useText } from '../../i18n/text.tsx'
import { suggestionsAt } from './suggestions.ts'

/** Says what is wrong at a place of a policy, and what could stand there instead. */
export function useViolationText(type: PolicyType) {
  const { t, tMaybe, list } = useText()
  return ({ failure, expected, pointer }: PolicyViolation) => {
    const path = pointer.split('/').map((step) => (/^\d+$/.test(step) ? Number(step) : step))
    const { values } = suggestionsAt(type, path)
    return failure === 'policy_value_not_allowed' && values.length > 0
      ? t('policies.violation.choose', { list: list(values) })
      : (tMaybe(`policies.violation.${failure}`, { expected }) ?? failure)
  }
}

interface ViolationsProps {
  type: PolicyType
  isJson: boolean
  isTooLong: boolean
  violations: readonly PolicyViolation[]
}

/** Whether a document can be saved, and all that stands in the way. */
export function Violations({ type, isJson, isTooLong, violations }: ViolationsProps) {
  const { t, number } = useText()
  const textOf = useViolationText(type)
  if (isJson && !isTooLong && violations.length === 0) {
    return (
      <Alert className="verdict-good" color="green" variant="light" role="status">
        {t('policies.valid')}
      </Alert>
    )
  }
  return (
    <Alert
      className="verdict-bad"
      color="red"
      variant="light"
      role="status"
      title={t('policies.invalid')}
    >
      <List size="sm">
        {!isJson && <List.Item>{t('policies.notJson')}</List.Item>}
        {isTooLong && (
          <List.Item>{t('policies.tooLong', { limit: number(policyDocumentMaxLength) })}</List.Item>
        )}
        {violations.map((violation) => (
          <List.Item key={`${violation.failure} ${violation.pointer}`}>
            <code dir="ltr">{violation.pointer}</code>: {textOf(violation)}
          </List.Item>
        ))}
      </List>
    </Alert>
  )
}

/** How much of the allowed length a document uses (policy.md 1.2). */
export function SizeMeter({ size }: { size: number }) {
  const { t, number } = useText()
  const isTooLong = size > policyDocumentMaxLength
  return (
    <div>
      <Progress
        size="sm"
        value={Math.min(100, (size / policyDocumentMaxLength) * 100)}
        color={isTooLong ? 'red' : 'petrol'}
        aria-label={t('policies.sizeLabel')}
      />
      <Text size="xs" mt={4} c={isTooLong ? 'var(--mantine-color-error)' : 'dimmed'}>
        {t('policies.size', { size: number(size), limit: number(policyDocumentMaxLength) })}
      </Text>
    </div>
  )
}
