import { requestOrganizationName } from '@pmp/contract'
import { Textarea, TextInput } from '@mantine/core'
import { useText } from '../../i18n/text.tsx'
import { useContractForm } from '../../ui/contract-form.ts'
import { Form } from '../../ui/form.tsx'
import { Surface } from '../../ui/surface.tsx'

/** Asks for another name; an administrator decides. */
export function NameRequestForm({ partnerId }: { partnerId: string }) {
  const { t } = useText()
  const form = useContractForm({
    endpoint: requestOrganizationName,
    initialValues: { newName: '', reason: '' },
    toCall: (values) => ({ partnerId, ...values }),
    done: () => t('names.sent'),
  })
  return (
    <Surface title={t('names.ask')}>
      <Form form={form} submit={t('names.submit')}>
        <TextInput
          label={t('names.new')}
          description={t('names.new.hint')}
          {...form.field('newName')}
        />
        <Textarea
          label={t('names.reason')}
          description={t('names.reason.hint')}
          autosize
          minRows={2}
          {...form.field('reason')}
        />
      </Form>
    </Surface>
  )
}
