import { Table } from '@mantine/core'
import { useText } from '../i18n/text.tsx'

interface Series {
  key: string
  label: string
}

interface Bar {
  key: string
  /** Beside the bar. */
  label: string
  /** In the table. */
  longLabel: string
  /** By the key of the series. */
  values: Readonly<Record<string, number>>
}

interface StackedBarsProps {
  label: string
  /** What the first column of the table holds. */
  barLabel: string
  series: readonly Series[]
  bars: readonly Bar[]
}

const sum = (bar: Bar, series: readonly Series[]) =>
  series.reduce((total, { key }) => total + (bar.values[key] ?? 0), 0)

/**
 * Amounts by place and kind. The picture is for the eye; the table below says the same to everybody.
 * Plain boxes: a library would weigh more than the page.
 */
export function StackedBars({ label, barLabel, series, bars }: StackedBarsProps) {
  const { t, number } = useText()
  const largest = Math.max(1, ...bars.map((bar) => sum(bar, series)))
  return (
    <figure className="bars-figure" aria-label={label}>
      <ul className="bars-legend" aria-hidden>
        {series.map(({ key, label: name }) => (
          <li key={key}>
            <span className={`bars-swatch bars-${key}`} />
            {name}
          </li>
        ))}
      </ul>
      <div className="bars-scroll" aria-hidden>
        <div className="bars">
          {bars.map((bar) => (
            <div key={bar.key} className="bar">
              <span className="bar-total">{sum(bar, series) > 0 && number(sum(bar, series))}</span>
              <span className="bar-column">
                {series.map(({ key }) => (
                  <span
                    key={key}
                    className={`bars-${key}`}
                    style={{ blockSize: `${(100 * (bar.values[key] ?? 0)) / largest}%` }}
                  />
                ))}
              </span>
              <span className="bar-label">{bar.label}</span>
            </div>
          ))}
        </div>
      </div>
      <details className="fold">
        <summary>{t('chart.table')}</summary>
        <Table className="data-table" aria-label={label} mt="sm">
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{barLabel}</Table.Th>
              {series.map(({ key, label: name }) => (
                <Table.Th key={key} scope="col">
                  {name}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {bars.map((bar) => (
              <Table.Tr key={bar.key}>
                <Table.Th scope="row">{bar.longLabel}</Table.Th>
                {series.map(({ key, label: name }) => (
                  <Table.Td key={key} data-label={name}>
                    {number(bar.values[key] ?? 0)}
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </details>
    </figure>
  )
}
