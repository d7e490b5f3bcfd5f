import { namesOf, MispPolicy } from '@pmp/contract'
import { Stack, Switch } from '@mantine/core'
import type { z } from 'zod'
import { useText } from '../../i18n/text.tsx'

type Policy = z.output<typeof MispPolicy>

const permitted = namesOf(MispPolicy.shape)

interface MispPolicyFormProps {
  policy: Policy
  onChange: (policy: Policy) => void
}

/** What an infrastructure provider may do for other partners, one switch each. */
export function MispPolicyForm({ policy, onChange }: MispPolicyFormProps) {
  const { t } = useText()
  return (
    <Stack>
      {permitted.map((name) => (
        <Switch
          key={name}
          label={t(`policies.misp.${name}`)}
          checked={policy[name] ?? false}
          onChange={(event) => onChange(withAnswer(policy, name, event.currentTarget.checked))}
        />
      ))}
    </Stack>
  )
}

/** What is not allowed and need not be said stays unsaid. */
function withAnswer(policy: Policy, name: keyof Policy, isAllowed: boolean): Policy {
  const isOptional = MispPolicy.shape[name].safeParse(undefined).success
  const changed = { ...policy, [name]: isAllowed }
  if (!isAllowed && isOptional) delete changed[name]
  return changed
}
