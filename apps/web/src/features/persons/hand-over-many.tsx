import { handOver, type ResponseOf } from '@pmp/contract'
import { Button, Stack, Text, Textarea } from '@mantine/core'
import { useState } from 'react'
import { T, useText } from '../../i18n/text.tsx'
import { useContractForm } from '../../ui/contract-form.ts'
import { DataTable } from '../../ui/data-table.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { FormDialog } from '../../ui/form.tsx'
import { namesIn } from './names-in.ts'

type Results = ResponseOf<typeof handOver>

/** Gives many names at once to people, as a list from the identity provider says. */
export function HandOverMany() {
  const { t } = useText()
  const [isOpen, setOpen] = useState(false)
  const [results, setResults] = useState<Results | null>(null)
  return (
    <>
      <Button variant="default" onClick={() => setOpen(true)}>
        <T id="persons.many" />
      </Button>
      {isOpen && <ManyForm onDone={setResults} onClose={() => setOpen(false)} />}
      {results && (
        <Dialog title={t('persons.many.done')} size="lg" onClose={() => setResults(null)}>
          <ResultTable results={results} />
        </Dialog>
      )}
    </>
  )
}

interface ManyFormProps {
  onDone: (results: Results) => void
  onClose: () => void
}

function ManyForm({ onDone, onClose }: ManyFormProps) {
  const { t } = useText()
  const form = useContractForm({
    endpoint: handOver,
    initialValues: { names: '' },
    toCall: ({ names }) => ({ names: namesIn(names) }),
    check: ({ names }) => ({ names: namesIn(names).length === 0 ? t('persons.many.none') : null }),
    onDone: (response) => {
      onDone(response)
      onClose()
    },
  })
  return (
    <FormDialog
      title={t('persons.many')}
      size="lg"
      onClose={onClose}
      form={form}
      submit={t('persons.handOver')}
    >
      <Text size="sm">
        <T id="persons.many.text" />
      </Text>
      <Textarea
        label={t('persons.many.names')}
        description={t('persons.many.hint')}
        minRows={6}
        autosize
        dir="ltr"
        {...form.field('names')}
      />
    </FormDialog>
  )
}

function ResultTable({ results }: { results: Results }) {
  const { t, tMaybe } = useText()
  return (
    <Stack>
      <DataTable
        label={t('persons.many.done')}
        columns={[
          { title: 'fields.userName', cell: (row) => <bdi>{row.userId}</bdi> },
          {
            title: 'persons.decision',
            cell: ({ errorCode }) =>
              errorCode === null
                ? t('persons.many.handedOver')
                : (tMaybe(`failures.${errorCode}`) ?? errorCode),
          },
        ]}
        rows={results}
        keyOf={({ userId, sub }) => `${userId} ${sub}`}
        empty={null}
      />
    </Stack>
  )
}
