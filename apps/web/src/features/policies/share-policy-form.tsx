import type { DataSharePolicy } from '@pmp/contract'
import { Checkbox, Radio, SimpleGrid, Stack, TagsInput, TextInput } from '@mantine/core'
import type { z } from 'zod'
import { useText } from '../../i18n/text.tsx'
import { isCount } from '../../domain/policies/share-facts.ts'
import { usualAttributes } from './templates.ts'

type Policy = z.output<typeof DataSharePolicy>
type Rules = Policy['dataSharePolicies']
type Attribute = Policy['shareableAttributes'][number]

const isText = (name: keyof Rules) => name === 'source' || name === 'shareDomain'

interface SharePolicyFormProps {
  policy: Policy
  onChange: (policy: Policy) => void
}

/** A data share: how long and how often it can be read, whether encrypted, and what it holds. */
export function SharePolicyForm({ policy, onChange }: SharePolicyFormProps) {
  const { t } = useText()
  const rules = policy.dataSharePolicies
  const setRules = (change: Partial<Rules>) =>
    onChange({ ...policy, dataSharePolicies: { ...rules, ...change } })
  return (
    <Stack gap="lg">
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        {(['validForInMinutes', 'transactionsAllowed', 'source', 'shareDomain'] as const).map(
          (name) => (
            <TextInput
              key={name}
              label={t(`policies.share.${name}`)}
              inputMode={isText(name) ? 'text' : 'numeric'}
              value={rules[name]}
              error={isText(name) || isCount(rules[name]) ? null : t('policies.share.noNumber')}
              onChange={(event) => setRules({ [name]: event.currentTarget.value })}
            />
          ),
        )}
      </SimpleGrid>
      <Radio.Group
        label={t('policies.share.typeOfShare')}
        value={rules.typeOfShare}
        onChange={(typeOfShare) => setRules({ typeOfShare })}
      >
        <Stack gap="xs" mt="xs">
          <Radio value="Data Share" label={t('policies.share.viaShare')} />
          <Radio value="direct" label={t('policies.share.direct')} />
        </Stack>
      </Radio.Group>
      <Radio.Group
        label={t('policies.share.encryptionType')}
        value={rules.encryptionType}
        onChange={(encryptionType) => setRules({ encryptionType })}
      >
        <Stack gap="xs" mt="xs">
          <Radio value="Partner Based" label={t('policies.summary.encrypted')} />
          <Radio value="none" label={t('policies.summary.plain')} />
        </Stack>
      </Radio.Group>
      <ShareAttributes
        chosen={policy.shareableAttributes}
        onChange={(shareableAttributes) => onChange({ ...policy, shareableAttributes })}
      />
    </Stack>
  )
}

interface ShareAttributesProps {
  chosen: Attribute[]
  onChange: (attributes: Attribute[]) => void
}

/** Attributes by name; sources and filters that JSON gave them stay. */
function ShareAttributes({ chosen, onChange }: ShareAttributesProps) {
  const { t } = useText()
  const attributeOf = (name: string): Attribute =>
    chosen.find(({ attributeName }) => attributeName === name) ?? {
      attributeName: name,
      source: [{ attribute: name }],
      encrypted: true,
    }
  return (
    <Stack gap="xs">
      <TagsInput
        label={t('policies.attributes')}
        description={t('policies.attributes.hint')}
        data={[...usualAttributes]}
        value={chosen.map(({ attributeName }) => attributeName)}
        onChange={(names) => onChange(names.map(attributeOf))}
      />
      {chosen.map((attribute) => (
        <Checkbox
          key={attribute.attributeName}
          label={t('policies.share.encrypted', { name: attribute.attributeName })}
          checked={attribute.encrypted}
          onChange={(event) => {
            const encrypted = event.currentTarget.checked
            onChange(chosen.map((each) => (each === attribute ? { ...each, encrypted } : each)))
          }}
        />
      ))}
    </Stack>
  )
}
