import { deleteView, listSavedViews, saveView, type ListEndpoint } from '@pmp/contract'
import { ActionIcon, Checkbox, Divider, Group, Stack, Text, TextInput } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useChange, useRead } from '../api/query.ts'
import { T, useText } from '../i18n/text.tsx'
import { useContractForm } from './contract-form.ts'
import type { Column } from './data-table.tsx'
import { ExportMenu } from './export-menu.tsx'
import { FailureAlert } from './failure.tsx'
import { FormDialog } from './form.tsx'
import { Icon } from './icon.tsx'
import { isShown } from './list-columns.ts'
import type { ListState } from './list-state.ts'
import { ToolButton, ToolPanel } from './tool-panel.tsx'

interface ListToolsProps<Row> {
  /** Names the list among saved views and in file names. */
  name: string
  endpoint: ListEndpoint<Row>
  columns: readonly Column<Row>[]
  fixed: Readonly<Record<string, string>>
  list: ListState
}

/** Saved views, columns, export and keyboard help of a list. */
export function ListTools<Row>({ name, list, ...rest }: ListToolsProps<Row>) {
  return (
    <Group gap="xs" className="list-tools">
      <SavedViews name={name} list={list} />
      <ColumnChoice columns={rest.columns} list={list} />
      <ExportMenu name={name} list={list} {...rest} />
      <KeyboardHelp />
    </Group>
  )
}

function ColumnChoice<Row>({ columns, list }: Pick<ListToolsProps<Row>, 'columns' | 'list'>) {
  const { t } = useText()
  return (
    <ToolPanel label={t('lists.columns')}>
      <Stack gap="xs">
        {columns.slice(1).map((column) => (
          <Checkbox
            key={column.title}
            size="md"
            label={t(column.title)}
            checked={isShown(column, list)}
            onChange={() => list.toggle(column.title)}
          />
        ))}
      </Stack>
    </ToolPanel>
  )
}

function SavedViews({ name, list }: Pick<ListToolsProps<unknown>, 'name' | 'list'>) {
  const { t } = useText()
  const navigate = useNavigate()
  const views = useRead(listSavedViews, { list: name })
  const [isSaving, setSaving] = useState(false)
  const remove = useChange(deleteView)
  return (
    <>
      <ToolPanel label={t('lists.views')} isBelow={isSaving}>
        {views.data?.length === 0 && (
          <Text size="sm" c="dimmed">
            <T id="lists.views.none" />
          </Text>
        )}
        {views.data?.map((view) => (
          <Group key={view.id} gap={4} wrap="nowrap" justify="space-between">
            <ToolButton onClick={() => void navigate({ to: '.', search: view.search })}>
              {view.name}
            </ToolButton>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t('lists.views.delete', { name: view.name })}
              onClick={() => remove.mutate({ list: name, viewId: view.id })}
            >
              <Icon name="cross" size={14} />
            </ActionIcon>
          </Group>
        ))}
        <FailureAlert error={remove.error} />
        <Divider my="xs" />
        <ToolButton onClick={() => setSaving(true)}>{t('lists.views.save')}</ToolButton>
      </ToolPanel>
      {isSaving && <SaveView list={name} search={list.search} onClose={() => setSaving(false)} />}
    </>
  )
}

interface SaveViewProps {
  list: string
  search: Record<string, string>
  onClose: () => void
}

function SaveView({ list, search, onClose }: SaveViewProps) {
  const { t } = useText()
  const form = useContractForm({
    endpoint: saveView,
    initialValues: { name: '' },
    toCall: ({ name }) => ({ list, name, search }),
    done: ({ name }) => t('lists.views.saved', { name }),
    onDone: onClose,
  })
  return (
    <FormDialog
      title={t('lists.views.save')}
      form={form}
      submit={t('actions.save')}
      onClose={onClose}
    >
      <TextInput
        label={t('lists.views.name')}
        description={t('lists.views.name.hint')}
        data-autofocus
        {...form.field('name')}
      />
    </FormDialog>
  )
}

function KeyboardHelp() {
  const { t } = useText()
  const keys = [
    ['/', 'lists.keys.search'],
    ['↑ ↓', 'lists.keys.rows'],
    ['Enter', 'lists.keys.open'],
  ] as const
  return (
    <ToolPanel label={t('lists.keys')}>
      <dl className="facts">
        {keys.map(([key, meaning]) => (
          <div key={key}>
            <dt>
              <kbd dir="ltr">{key}</kbd>
            </dt>
            <dd>{t(meaning)}</dd>
          </div>
        ))}
      </dl>
    </ToolPanel>
  )
}
