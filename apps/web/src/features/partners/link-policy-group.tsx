import { linkPolicyGroup, listActivePolicyGroups } from '@pmp/contract'
import { Button, Select, Text } from '@mantine/core'
import { useState } from 'react'
import { useRead } from '../../api/query.ts'
import { T, useText } from '../../i18n/text.tsx'
import { useContractForm } from '../../ui/contract-form.ts'
import { FailureAlert } from '../../ui/failure.tsx'
import { FormDialog } from '../../ui/form.tsx'

interface Linked {
  partnerId: string
  name: string
}

/** Gives a MISP its policy group, once and for all (additions-1.3.0.md 2.3). */
export function LinkPolicyGroup(partner: Linked) {
  const [isAsking, setAsking] = useState(false)
  return (
    <>
      <Button variant="default" onClick={() => setAsking(true)}>
        <T id="partners.linkGroup" />
      </Button>
      {isAsking && <LinkDialog {...partner} onClose={() => setAsking(false)} />}
    </>
  )
}

function LinkDialog({ partnerId, name, onClose }: Linked & { onClose: () => void }) {
  const { t } = useText()
  const groups = useRead(listActivePolicyGroups, {})
  const form = useContractForm({
    endpoint: linkPolicyGroup,
    initialValues: { policyGroupId: '' },
    toCall: (values) => ({ partnerId, ...values }),
    alsoRequired: () => ['policyGroupId'],
    done: ({ policyGroupName: group }) => t('partners.linkGroup.done', { name, group }),
    onDone: onClose,
  })
  return (
    <FormDialog
      title={t('partners.linkGroup')}
      form={form}
      submit={t('partners.linkGroup')}
      onClose={onClose}
    >
      <Text size="sm">{t('partners.linkGroup.text', { name })}</Text>
      <FailureAlert error={groups.error} />
      <Select
        label={t('fields.policyGroup')}
        searchable
        allowDeselect={false}
        nothingFoundMessage={t('states.noMatch')}
        data={(groups.data ?? []).map((group) => ({ value: group.id, label: group.name }))}
        {...form.choice('policyGroupId')}
      />
    </FormDialog>
  )
}
