import type { ListEndpoint, ListQuery } from '@pmp/contract'
import { ActionIcon, Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { T, useText } from '../i18n/text.tsx'
import { Dialog } from './dialog.tsx'
import { readWholeList } from './export-list.ts'
import { useFailureText } from './failure.tsx'
import { Icon } from './icon.tsx'
import { Question } from './question.tsx'
import type { BulkAction, useSelection } from './selection.ts'
import { Toned } from './tone.tsx'

interface Result {
  name: string
  /** Why it was not done; absent: it was. */
  problem?: string
}

interface SelectionBarProps<Row> {
  chosen: ReturnType<typeof useSelection<Row>>
  actions: readonly BulkAction<Row>[]
  nameOf: (row: Row) => string
  /** Where all that matches is read from. */
  all: { endpoint: ListEndpoint<Row>; query: ListQuery; total: number }
}

/** Floats at the lower edge while rows are chosen; afterwards says for each row what became of it. */
export function SelectionBar<Row>({ chosen, actions, nameOf, all }: SelectionBarProps<Row>) {
  const { t, number } = useText()
  const [results, setResults] = useState<readonly Result[]>()
  const [isBusy, setBusy] = useState(false)
  const [asking, setAsking] = useState<BulkAction<Row>>()
  const run = useRun<Row>(nameOf)
  const count = chosen.rows.length
  async function busy(work: () => Promise<void>) {
    setBusy(true)
    try {
      await work()
    } finally {
      setBusy(false)
    }
  }
  async function chooseAll() {
    const { rows } = await readWholeList(all.endpoint, all.query, () => {})
    chosen.choose(rows)
  }
  async function act(action: BulkAction<Row>) {
    setAsking(undefined)
    const done = await run(action, chosen.rows)
    chosen.clear()
    setResults(done)
  }
  return (
    <>
      {count > 0 && (
        <div className="selection-bar" role="region" aria-label={t('lists.chosen', { count })}>
          <span aria-live="polite">{t('lists.chosen', { count })}</span>
          {count < all.total && (
            <Button variant="subtle" disabled={isBusy} onClick={() => void busy(chooseAll)}>
              {t('lists.chooseAll', { count: number(all.total) })}
            </Button>
          )}
          {actions.map((action) => (
            <Button
              key={action.label}
              variant="subtle"
              disabled={isBusy}
              {...(action.question ? { color: 'red' } : {})}
              leftSection={action.icon && <Icon name={action.icon} />}
              onClick={() => (action.question ? setAsking(action) : void busy(() => act(action)))}
            >
              {action.label}
            </Button>
          ))}
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('lists.chooseNone')}
            onClick={chosen.clear}
          >
            <Icon name="cross" />
          </ActionIcon>
        </div>
      )}
      {asking?.question && (
        <Question
          {...asking.question(count)}
          isDangerous
          isPending={isBusy}
          onConfirm={() => void busy(() => act(asking))}
          onClose={() => setAsking(undefined)}
        />
      )}
      {results && <Results results={results} onClose={() => setResults(undefined)} />}
    </>
  )
}

/** Does it row by row; what fails does not keep the others from being done. */
function useRun<Row>(nameOf: (row: Row) => string) {
  const { t } = useText()
  const textOf = useFailureText()
  const client = useQueryClient()
  return async (action: BulkAction<Row>, rows: readonly Row[]): Promise<Result[]> => {
    const results: Result[] = []
    for (const row of rows) {
      const name = nameOf(row)
      if (action.fits?.(row) === false) {
        results.push({ name, problem: t('lists.bulk.unfit') })
        continue
      }
      // One after another: the server sees no burst, and an answer belongs to its row.
      // oxlint-disable-next-line no-await-in-loop -- in turn on purpose
      const problem = await action.run(row).then(() => undefined, textOf)
      results.push(problem === undefined ? { name } : { name, problem })
    }
    void client.invalidateQueries()
    return results
  }
}

function Results({ results, onClose }: { results: readonly Result[]; onClose: () => void }) {
  const { t } = useText()
  const done = results.filter(({ problem }) => problem === undefined).length
  const ordered = results.toSorted((a, b) => Number(!a.problem) - Number(!b.problem))
  return (
    <Dialog title={t('lists.bulk.done', { done, count: results.length })} onClose={onClose}>
      <ul className="lines">
        {ordered.map(({ name, problem }) => (
          <li key={name}>
            <span className="grow">
              {name}
              {problem && <small>{problem}</small>}
            </span>
            <Toned tone={problem ? 'bad' : 'good'}>
              <T id={problem ? 'lists.bulk.failed' : 'lists.bulk.one'} />
            </Toned>
          </li>
        ))}
      </ul>
    </Dialog>
  )
}
