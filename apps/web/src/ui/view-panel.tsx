import { deleteView, listSavedViews, saveView } from '@pmp/contract'
import { ActionIcon, Checkbox, TextInput } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useChange, useRead } from '../api/query.ts'
import { T, useText } from '../i18n/text.tsx'
import { useContractForm } from './contract-form.ts'
import { ExportEntries } from './export-menu.tsx'
import { FailureAlert } from './failure.tsx'
import { FormDialog } from './form.tsx'
import { Icon } from './icon.tsx'
import { isShown } from './list-columns.ts'
import type { ListToolsProps } from './list-parts.ts'
import type { PanelFace } from './panel-button.tsx'
import { ToolButton, ToolPanel } from './tool-panel.tsx'

interface ViewPanelProps<Row> extends ListToolsProps<Row> {
  face: PanelFace
}

/** How a list is looked at, in one panel: saved views, columns, export, shortcuts. */
export function ViewPanel<Row>({ name, list, onShortcuts, face, ...rest }: ViewPanelProps<Row>) {
  const { t } = useText()
  const [isSaving, setSaving] = useState(false)
  return (
    <>
      <ToolPanel {...face} isBelow={isSaving}>
        <div className="view-panel">
          <SavedViews name={name} onSave={() => setSaving(true)} />
          <hr className="panel-rule" />
          <ColumnChoice columns={rest.columns} list={list} />
          <hr className="panel-rule" />
          <ExportEntries name={name} list={list} {...rest} />
          <hr className="panel-rule" />
          <ToolButton icon="lines" shortcut="?" onClick={onShortcuts}>
            {t('lists.keys')}
          </ToolButton>
        </div>
      </ToolPanel>
      {isSaving && <SaveView list={name} search={list.search} onClose={() => setSaving(false)} />}
    </>
  )
}

function ColumnChoice<Row>({ columns, list }: Pick<ListToolsProps<Row>, 'columns' | 'list'>) {
  const { t } = useText()
  return (
    <fieldset className="panel-group">
      <legend className="panel-head">
        <T id="lists.columns" />
      </legend>
      {columns.slice(1).map((column) => (
        <Checkbox
          key={column.title}
          className="panel-check"
          label={t(column.title)}
          checked={isShown(column, list)}
          onChange={() => list.toggle(column.title)}
        />
      ))}
    </fieldset>
  )
}

function SavedViews({ name, onSave }: { name: string; onSave: () => void }) {
  const { t } = useText()
  const navigate = useNavigate()
  const views = useRead(listSavedViews, { list: name })
  const remove = useChange(deleteView)
  return (
    <>
      <p className="panel-head">
        <T id="lists.views" />
      </p>
      {views.data?.length === 0 && (
        <p className="panel-note">
          <T id="lists.views.none" />
        </p>
      )}
      {views.data?.map((view) => (
        <div key={view.id} className="panel-line">
          <ToolButton onClick={() => void navigate({ to: '.', search: view.search })}>
            {view.name}
          </ToolButton>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('lists.views.delete', { name: view.name })}
            onClick={() => remove.mutate({ list: name, viewId: view.id })}
          >
            <Icon name="cross" size={12} />
          </ActionIcon>
        </div>
      ))}
      <FailureAlert error={remove.error} />
      <ToolButton icon="plus" onClick={onSave}>
        {t('lists.views.save')}
      </ToolButton>
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
