import { Select } from '@mantine/core'
import { useText } from '../../i18n/text.tsx'

interface ApprovedPolicySelectProps {
  /** Approved requests; each stands for its policy. */
  approved: readonly { id: string; policyName: string; partnerId: string }[]
  /** What the form gives to its field. */
  field: object
}

/** An approved policy, chosen by its request; the partner is said where there are several. */
export function ApprovedPolicySelect({ approved, field }: ApprovedPolicySelectProps) {
  const { t } = useText()
  const hasSeveralPartners = new Set(approved.map(({ partnerId }) => partnerId)).size > 1
  return (
    <Select
      label={t('fields.policy')}
      description={t('keys.approvedOnly')}
      searchable
      allowDeselect={false}
      nothingFoundMessage={t('states.noMatch')}
      data={approved.map(({ id, policyName, partnerId }) => ({
        value: id,
        label: hasSeveralPartners ? `${policyName} · ${partnerId}` : policyName,
      }))}
      {...field}
    />
  )
}
