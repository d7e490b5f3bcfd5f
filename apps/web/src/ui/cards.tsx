import { T } from '../i18n/text.tsx'
import type { Column, DataTableProps } from './table-parts.ts'

/** The rows of a list on a phone: name and status, then one line and the key figure. */
export function Cards<Row>(props: DataTableProps<Row> & { rows: readonly Row[] }) {
  const { label, rows, keyOf, isStale } = props
  return (
    <ul className="cards" aria-label={label} aria-busy={isStale}>
      {rows.map((row) => (
        <li key={keyOf(row)} aria-current={props.selection?.isChosen(row) || undefined}>
          <Card {...props} row={row} />
        </li>
      ))}
    </ul>
  )
}

function Card<Row>({ row, columns, selection }: DataTableProps<Row> & { row: Row }) {
  const [name, ...others] = columns
  const hasParts = others.some(({ part }) => part !== undefined)
  return (
    <>
      <div className="card-name">
        {selection && (
          <input
            type="checkbox"
            aria-label={selection.nameOf(row)}
            checked={selection.isChosen(row)}
            onChange={() => selection.toggle(row)}
          />
        )}
        {name?.cell(row)}
      </div>
      {others.map((column) => (
        <CardPart key={column.title} column={column} row={row} hasParts={hasParts} />
      ))}
    </>
  )
}

interface CardPartProps<Row> {
  column: Column<Row>
  row: Row
  hasParts: boolean
}

function CardPart<Row>({ column: { part, title, cell }, row, hasParts }: CardPartProps<Row>) {
  if (part === 'buttons' || title === 'fields.actions')
    return <div className="card-buttons">{cell(row)}</div>
  if (part) return <div className={`card-${part}`}>{cell(row)}</div>
  if (hasParts) return null
  return (
    <div className="card-field">
      <span className="quiet">
        <T id={title} />
      </span>
      <span>{cell(row)}</span>
    </div>
  )
}
