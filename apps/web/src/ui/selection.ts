import { useState } from 'react'
import { useText } from '../i18n/text.tsx'
import type { IconName } from './icon.tsx'
import type { QuestionTexts } from './question.tsx'
import type { Selection } from './table-parts.ts'

/** Something that can be done with several rows, one after another. */
export interface BulkAction<Row> {
  label: string
  icon?: IconName
  /** Asks first what exactly will happen to how many. */
  question?: (count: number) => Pick<QuestionTexts, 'title' | 'text' | 'confirmLabel'>
  /** Which rows it can be done with; others are passed over. */
  fits?: (row: Row) => boolean
  /** Refuses with the reason that is shown beside the row. */
  run: (row: Row) => Promise<unknown>
}

interface SelectionOptions<Row> {
  rows: readonly Row[]
  keyOf: (row: Row) => string
  nameOf: (row: Row) => string
  onChoose: () => void
}

/** Which rows are chosen, over all pages. */
export function useSelection<Row>({ rows, keyOf, nameOf, onChoose }: SelectionOptions<Row>) {
  const { t } = useText()
  const [chosen, setChosen] = useState<ReadonlyMap<string, Row>>(new Map())
  const isChosen = (row: Row) => chosen.has(keyOf(row))
  function change(changed: readonly Row[], isWanted: boolean) {
    if (isWanted) onChoose()
    const next = new Map(chosen)
    for (const row of changed) {
      if (isWanted) next.set(keyOf(row), row)
      else next.delete(keyOf(row))
    }
    setChosen(next)
  }
  const selection: Selection<Row> = {
    isChosen,
    nameOf: (row) => t('lists.choose', { name: nameOf(row) }),
    toggle: (row) => change([row], !isChosen(row)),
    toggleAll: () => change(rows, !rows.every(isChosen)),
  }
  return {
    rows: [...chosen.values()],
    selection,
    choose: (wanted: readonly Row[]) => change(wanted, true),
    clear: () => setChosen(new Map()),
  }
}
