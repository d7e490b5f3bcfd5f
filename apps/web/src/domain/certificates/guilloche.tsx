import { useId } from 'react'

const petals = 9
const turns = 18
const steps = 540

/** One closed curve of security printing: a circle that two waves bend. */
function curve(): string {
  const points = Array.from({ length: steps }, (_, step) => {
    const angle = (step / steps) * 2 * Math.PI
    const radius = 58 + 22 * Math.cos(petals * angle) + 12 * Math.cos(3 * petals * angle)
    const x = 100 + radius * Math.cos(angle)
    const y = 100 + radius * Math.sin(angle)
    return `${x.toFixed(1)} ${y.toFixed(1)}`
  })
  return `M${points.join('L')}Z`
}

const path = curve()

/** Fine curves behind a certificate, and at the gate; nowhere else. */
export function Guilloche() {
  const id = useId()
  return (
    <svg className="guilloche" viewBox="0 0 200 200" aria-hidden focusable="false">
      <defs>
        <path id={id} d={path} />
      </defs>
      {Array.from({ length: turns }, (_, turn) => (
        <use
          key={turn}
          href={`#${id}`}
          transform={`rotate(${(turn * 360) / petals / turns} 100 100)`}
        />
      ))}
    </svg>
  )
}
