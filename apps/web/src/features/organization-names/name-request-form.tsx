import { longestNameReason, longestOrganizationName, requestOrganizationName } from '@pmp/contract'
import { Button, Group, Stack, Textarea, TextInput } from '@mantine/core'
import { T, useText } from '../../i18n/text.tsx'
import { useContractForm } from '../../ui/contract-form.ts'
import { FailureAlert } from '../../ui/failure.tsx'
import { LeaveGuard } from '../../ui/leave-guard.tsx'
import { useNotify } from '../../ui/notify.ts'
import { Surface } from '../../ui/surface.tsx'

/** Asks for another name; an administrator decides. */
export function NameRequestForm({ partnerId }: { partnerId: string }) {
  const { t } = useText()
  const notify = useNotify()
  const { form, change, onSubmit, above, isUnsent } = useContractForm({
    endpoint: requestOrganizationName,
    initialValues: { newName: '', reason: '' },
    toCall: (values) => ({ partnerId, ...values }),
    fieldOf: { PMP_127: 'newName' },
    onDone: () => notify(t('names.sent')),
  })
  return (
    <Surface title={t('names.ask')}>
      <form onSubmit={onSubmit} noValidate>
        <LeaveGuard isUnsent={isUnsent} />
        <Stack>
          <TextInput
            label={t('names.new')}
            description={t('names.new.hint')}
            required
            maxLength={longestOrganizationName}
            {...form.getInputProps('newName')}
          />
          <Textarea
            label={t('names.reason')}
            description={t('names.reason.hint')}
            required
            autosize
            minRows={2}
            maxLength={longestNameReason}
            {...form.getInputProps('reason')}
          />
          <FailureAlert error={above} />
          <Group justify="flex-end">
            <Button type="submit" loading={change.isPending}>
              <T id="names.submit" />
            </Button>
          </Group>
        </Stack>
      </form>
    </Surface>
  )
}
