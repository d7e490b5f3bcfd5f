import type { ListEndpoint, ListQuery } from '@pmp/contract'
import { callList } from '../api/call.ts'

/** Rows of a file at most; a list that is longer is cut, and the reader is told. */
export const mostExportedRows = 10_000
const rowsPerCall = 1000

interface Progress {
  read: number
  total: number
}

/** Reads every row of a filtered list, page by page. */
export async function readWholeList<Row>(
  endpoint: ListEndpoint<Row>,
  query: ListQuery,
  onProgress: (progress: Progress) => void,
): Promise<{ rows: Row[]; total: number }> {
  const rows: Row[] = []
  let total = Infinity
  for (let pageNo = 0; rows.length < Math.min(total, mostExportedRows); pageNo += 1) {
    const page = await callList(endpoint, { ...query, pageNo, pageSize: rowsPerCall })
    if (page.data.length === 0) break
    rows.push(...page.data)
    total = page.totalResults
    onProgress({ read: rows.length, total })
  }
  return { rows: rows.slice(0, mostExportedRows), total: Number.isFinite(total) ? total : 0 }
}

export type Cells = readonly (readonly string[])[]

/** A text that a spreadsheet would take for a formula is marked as text. */
function harmless(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
}

/** CSV as RFC 4180 has it, with the mark by which spreadsheets know UTF-8. */
export function toCsv(cells: Cells): string {
  const lines = cells.map((row) =>
    row.map((text) => `"${harmless(text).replaceAll('"', '""')}"`).join(','),
  )
  return `\uFEFF${lines.join('\r\n')}\r\n`
}

/** A workbook with one sheet; the library is loaded when it is wanted. */
export async function toXlsx(cells: Cells): Promise<Blob> {
  const { default: writeExcelFile } = await import('write-excel-file/universal')
  const [head = [], ...rows] = cells
  const sheet = [
    head.map((value) => ({ value, fontWeight: 'bold' as const })),
    ...rows.map((row) => row.map((value) => ({ value, type: String }))),
  ]
  return writeExcelFile(sheet).toBlob()
}
