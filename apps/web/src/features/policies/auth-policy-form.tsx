import { AuthPolicy } from '@pmp/contract'
import { Checkbox, Group, Radio, Stack, Switch, TagsInput, Text } from '@mantine/core'
import type { z } from 'zod'
import { useText } from '../../i18n/text.tsx'
import { authChoices, usualAttributes, usualLanguages } from './templates.ts'

type Policy = z.output<typeof AuthPolicy>
type AuthType = Policy['allowedAuthTypes'][number]

const isSame = (a: { authType: string; authSubType?: string | undefined }, b: typeof a) =>
  a.authType === b.authType && (a.authSubType ?? '') === (b.authSubType ?? '')

interface AuthPolicyFormProps {
  policy: Policy
  onChange: (policy: Policy) => void
}

/** An authentication policy without JSON: token, authentication types, attributes. */
export function AuthPolicyForm({ policy, onChange }: AuthPolicyFormProps) {
  const { t } = useText()
  return (
    <Stack gap="lg">
      <Radio.Group
        label={t('policies.tokenType')}
        value={policy.authTokenType}
        onChange={(value) => onChange({ ...policy, authTokenType: value })}
      >
        <Stack gap="xs" mt="xs">
          {AuthPolicy.shape.authTokenType.options.map((value) => (
            <Radio key={value} value={value} label={t(`policies.token.${value}`)} />
          ))}
        </Stack>
      </Radio.Group>
      <AuthTypes
        chosen={policy.allowedAuthTypes}
        onChange={(allowedAuthTypes) => onChange({ ...policy, allowedAuthTypes })}
      />
      <TagsInput
        label={t('policies.attributes')}
        description={t('policies.attributes.hint')}
        data={[...usualAttributes]}
        value={policy.allowedKycAttributes.map(({ attributeName }) => attributeName)}
        onChange={(names) =>
          onChange({
            ...policy,
            allowedKycAttributes: names.map((attributeName) => ({ attributeName })),
          })
        }
      />
      <TagsInput
        label={t('policies.languages')}
        data={[...usualLanguages]}
        value={policy.kycLanguages ?? []}
        onChange={(list) => {
          const { kycLanguages: _former, ...rest } = policy
          onChange(list.length > 0 ? { ...rest, kycLanguages: list } : rest)
        }}
      />
    </Stack>
  )
}

interface AuthTypesProps {
  chosen: AuthType[]
  onChange: (types: AuthType[]) => void
}

function AuthTypes({ chosen, onChange }: AuthTypesProps) {
  const { t } = useText()
  const others = chosen.filter((type) => !authChoices.some((choice) => isSame(choice, type)))
  return (
    <Stack gap={6} role="group" aria-label={t('policies.authTypes')}>
      <Text size="sm" fw={600}>
        {t('policies.authTypes')}
      </Text>
      {[...authChoices, ...others].map((choice) => (
        <AuthTypeLine
          key={`${choice.authType} ${choice.authSubType ?? ''}`}
          choice={choice}
          chosen={chosen.find((type) => isSame(type, choice))}
          onAdd={() => onChange([...chosen, { ...choice, mandatory: false }])}
          onRemove={() => onChange(chosen.filter((type) => !isSame(type, choice)))}
          onMandatory={(mandatory) =>
            onChange(chosen.map((type) => (isSame(type, choice) ? { ...type, mandatory } : type)))
          }
        />
      ))}
    </Stack>
  )
}

interface AuthTypeLineProps {
  choice: (typeof authChoices)[number]
  chosen: AuthType | undefined
  onAdd: () => void
  onRemove: () => void
  onMandatory: (mandatory: boolean) => void
}

/** One way to authenticate: allowed or not, and whether each request must use it. */
function AuthTypeLine({ choice, chosen, onAdd, onRemove, onMandatory }: AuthTypeLineProps) {
  const { t, tMaybe } = useText()
  const { authType, authSubType } = choice
  const sub = authSubType ? ` – ${tMaybe(`authSubTypes.${authSubType}`) ?? authSubType}` : ''
  const label = `${tMaybe(`authTypes.${authType}`) ?? authType}${sub}`
  return (
    <Group justify="space-between" wrap="nowrap" gap="sm" mih={28}>
      <Checkbox
        label={label}
        checked={chosen !== undefined}
        onChange={() => (chosen ? onRemove() : onAdd())}
      />
      {chosen && (
        <Switch
          size="xs"
          label={t('policies.mandatory')}
          aria-label={`${t('policies.mandatory')}: ${label}`}
          checked={chosen.mandatory}
          onChange={(event) => onMandatory(event.currentTarget.checked)}
        />
      )}
    </Group>
  )
}
