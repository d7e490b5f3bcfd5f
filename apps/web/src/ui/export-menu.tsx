import type { ListEndpoint } from '@pmp/contract'
import { useState } from 'react'
import { useText } from '../i18n/text.tsx'
import type { Column } from './data-table.tsx'
import { csvType, download, saveFile } from './download.ts'
import { mostExportedRows, readWholeList, toCsv, toXlsx, type Cells } from './export-list.ts'
import { FailureAlert } from './failure.tsx'
import { cellText, shownColumns } from './list-columns.ts'
import type { ListState } from './list-state.ts'
import { useNotify } from './notify.ts'
import { ToolButton } from './tool-panel.tsx'

interface ExportEntriesProps<Row> {
  name: string
  endpoint: ListEndpoint<Row>
  columns: readonly Column<Row>[]
  fixed: Readonly<Record<string, string>>
  list: ListState
}

/** The filtered list as a file, with the columns that are shown, in the reader's language. */
export function ExportEntries<Row>(props: ExportEntriesProps<Row>) {
  const { name, endpoint, columns, fixed, list } = props
  const { t, number } = useText()
  const notify = useNotify()
  const [progress, setProgress] = useState<string>()
  const [error, setError] = useState<unknown>()

  async function cells(): Promise<Cells> {
    const shown = shownColumns(columns, list).filter(({ title }) => title !== 'fields.actions')
    const query = { ...list.query, ...fixed }
    const { rows, total } = await readWholeList(endpoint, query, (state) =>
      setProgress(
        t('lists.export.progress', { read: number(state.read), total: number(state.total) }),
      ),
    )
    const isCut = total > rows.length
    const limits = { rows: number(mostExportedRows), total: number(total) }
    notify(
      isCut ? t('lists.export.cut', limits) : t('lists.export.done', { rows: number(rows.length) }),
    )
    return [
      shown.map(({ title }) => t(title)),
      ...rows.map((row) => shown.map((column) => cellText(column, row))),
    ]
  }

  async function run(save: (found: Cells) => Promise<void> | void) {
    setError(undefined)
    setProgress(t('states.loading'))
    try {
      await save(await cells())
    } catch (caught) {
      setError(caught)
    } finally {
      setProgress(undefined)
    }
  }

  return (
    <>
      <p className="panel-head">{t('lists.export')}</p>
      <ToolButton
        icon="save"
        disabled={progress !== undefined}
        onClick={() => void run((found) => download(`${name}.csv`, toCsv(found), csvType))}
      >
        CSV
      </ToolButton>
      <ToolButton
        icon="save"
        disabled={progress !== undefined}
        onClick={() => void run(async (found) => saveFile(`${name}.xlsx`, await toXlsx(found)))}
      >
        Excel (XLSX)
      </ToolButton>
      <p className="panel-note" aria-live="polite">
        {progress ?? t('lists.export.hint')}
      </p>
      <FailureAlert error={error} />
    </>
  )
}
