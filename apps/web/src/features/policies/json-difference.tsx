import { diffJson } from 'diff'

interface JsonDifferenceProps {
  before: Record<string, unknown>
  after: Record<string, unknown>
  label: string
}

/** Two documents line by line; a sign before each line says the same as its colour. */
export default function JsonDifference({ before, after, label }: JsonDifferenceProps) {
  const lines = diffJson(before, after).flatMap(({ value, added, removed }) =>
    value
      .replace(/\n$/, '')
      .split('\n')
      .map((text) => ({ text, sign: added ? '+' : removed ? '-' : ' ' })),
  )
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrollable regions must be reachable with the keyboard
    <pre className="json" dir="ltr" tabIndex={0} role="group" aria-label={label}>
      {lines.map(({ text, sign }, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- equal lines stand in many places
        <span key={index} className={`diff-line diff-${names[sign]}`}>
          {`${sign} ${text}\n`}
        </span>
      ))}
    </pre>
  )
}

const names: Record<string, string> = { '+': 'added', '-': 'removed', ' ': 'same' }
