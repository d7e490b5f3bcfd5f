import { deleteView, listSavedViews, saveView, type Endpoint } from '@pmp/contract'
import { ActionIcon, Button, Checkbox, Group, Menu, Stack, Text, TextInput } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { useChange, useRead } from '../api/query.ts'
import { T, useText } from '../i18n/text.tsx'
import { useContractForm } from './contract-form.ts'
import type { Column } from './data-table.tsx'
import { Dialog } from './dialog.tsx'
import { ExportMenu } from './export-menu.tsx'
import { FailureAlert } from './failure.tsx'
import { Icon } from './icon.tsx'
import type { ListAdapter } from './list-adapter.ts'
import { isShown } from './list-columns.ts'
import type { ListState } from './list-state.ts'
import { useNotify } from './notify.ts'

interface ListToolsProps<Row> {
  /** Names the list among saved views and in file names. */
  name: string
  endpoint: Endpoint
  adapter: ListAdapter
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

/** A quiet button that opens a menu. */
export function ToolMenu({ label, children }: { label: ReactNode; children: ReactNode }) {
  return (
    <Menu position="bottom-end" closeOnItemClick={false}>
      <Menu.Target>
        <Button variant="default" size="xs">
          {label}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>{children}</Menu.Dropdown>
    </Menu>
  )
}

function ColumnChoice<Row>({ columns, list }: Pick<ListToolsProps<Row>, 'columns' | 'list'>) {
  const { t } = useText()
  return (
    <ToolMenu label={<T id="lists.columns" />}>
      {columns.slice(1).map((column) => {
        const { title } = column
        const isChecked = isShown(column, list)
        return (
          <Menu.Item
            key={title}
            role="menuitemcheckbox"
            aria-checked={isChecked}
            onClick={() => list.toggle(title)}
            leftSection={
              <Checkbox checked={isChecked} readOnly tabIndex={-1} aria-hidden size="xs" />
            }
          >
            {t(title)}
          </Menu.Item>
        )
      })}
    </ToolMenu>
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
      <ToolMenu label={<T id="lists.views" />}>
        {views.data?.length === 0 && (
          <Text size="sm" c="dimmed" px="sm" py={6}>
            <T id="lists.views.none" />
          </Text>
        )}
        {views.data?.map((view) => (
          <Group key={view.id} gap={4} wrap="nowrap">
            <Menu.Item
              closeMenuOnClick
              onClick={() => void navigate({ to: '.', search: view.search })}
            >
              {view.name}
            </Menu.Item>
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
        <Menu.Divider />
        <Menu.Item closeMenuOnClick onClick={() => setSaving(true)}>
          <T id="lists.views.save" />
        </Menu.Item>
      </ToolMenu>
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
  const notify = useNotify()
  const { form, change, onSubmit, above } = useContractForm({
    endpoint: saveView,
    initialValues: { name: '' },
    toCall: ({ name }) => ({ list, name, search }),
    onDone: ({ name }) => {
      notify(t('lists.views.saved', { name }))
      onClose()
    },
  })
  return (
    <Dialog title={t('lists.views.save')} onClose={onClose}>
      <form onSubmit={onSubmit} noValidate>
        <Stack>
          <TextInput
            label={t('lists.views.name')}
            description={t('lists.views.name.hint')}
            required
            data-autofocus
            maxLength={64}
            {...form.getInputProps('name')}
          />
          <FailureAlert error={above} />
          <Group justify="flex-end">
            <Button type="submit" loading={change.isPending}>
              <T id="actions.save" />
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
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
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="default" size={30} aria-label={t('lists.keys')}>
          <span aria-hidden>?</span>
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {keys.map(([key, meaning]) => (
          <Menu.Item key={key} rightSection={<kbd dir="ltr">{key}</kbd>}>
            {t(meaning)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
