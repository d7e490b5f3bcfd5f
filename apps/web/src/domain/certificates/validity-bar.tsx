import { dayMs } from '../../durations.ts'
import { useText } from '../../i18n/text.tsx'
import { lifeOf } from './life.ts'

interface ValidityBarProps {
  from: Date
  till: Date
}

/** The life of a certificate with today on it; the last thirty days are hatched. */
export function ValidityBar({ from, till }: ValidityBarProps) {
  const { date } = useText()
  const life = lifeOf(from, till, new Date())
  return (
    <div
      className={`validity validity-${life.tone}`}
      style={{ '--at': `${life.at}%`, '--warn': `${life.warn}%` }}
    >
      <div className="validity-track" aria-hidden>
        <span className="validity-warn" />
        <span className="validity-today" />
      </div>
      <div className="validity-ends">
        <span>{date(from)}</span>
        <span className="validity-now">
          <DaysLeft till={till} />
        </span>
        <span>{date(till)}</span>
      </div>
    </div>
  )
}

/** The same for the cell of a table, with the days beside it. */
export function SmallValidity({ from, till }: ValidityBarProps) {
  const life = lifeOf(from, till, new Date())
  return (
    <span
      className={`validity-small validity-${life.tone}`}
      style={{ '--at': `${life.at}%`, '--warn': `${life.warn}%` }}
    >
      <span className="validity-track" aria-hidden>
        <span className="validity-today" />
      </span>
      <span className="validity-left">
        <DaysLeft till={till} />
      </span>
    </span>
  )
}

/** How many days are left, or that it has ended. */
function DaysLeft({ till }: { till: Date }) {
  const { t } = useText()
  const left = till.getTime() - Date.now()
  if (left < 0) return t('certificates.ended')
  return t('certificates.daysLeft', { count: Math.floor(left / dayMs) })
}
