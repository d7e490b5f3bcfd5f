import { Progress, Text } from '@mantine/core'
import { useText } from '../../i18n/text.tsx'
import { strengthOf } from './strength-of.ts'

const colors = { weak: 'red', fair: 'yellow', good: 'teal' } as const
const shares = { weak: 33, fair: 66, good: 100 } as const

interface PasswordStrengthProps {
  password: string
  minLength: number
  userName: string
}

/** A hint while one types; the server decides. */
export function PasswordStrength({ password, ...account }: PasswordStrengthProps) {
  const { t } = useText()
  if (password === '') return null
  const strength = strengthOf(password, account)
  return (
    <div>
      <Progress
        value={shares[strength]}
        color={colors[strength]}
        size="sm"
        mt={8}
        aria-label={t('signUp.strength')}
      />
      <Text size="xs" mt={4} role="status">
        {t(`signUp.strength.${strength}`)}
      </Text>
    </div>
  )
}
