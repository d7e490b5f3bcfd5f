import { hueOf, lettersOf } from './mark-of.ts'

interface MarkProps {
  /** What the colour comes from; it stays when the name changes. */
  id: string
  name: string
  /** Round for people, square for organisations. */
  isRound?: boolean
  isBig?: boolean
}

/** A sign by which a name is found again; decoration beside the name itself. */
export function Mark({ id, name, isRound = false, isBig = false }: MarkProps) {
  const shape = `${isRound ? ' mark-round' : ''}${isBig ? ' mark-big' : ''}`
  return (
    <span className={`mark${shape}`} style={{ '--hue': hueOf(id) }} aria-hidden>
      {lettersOf(name)}
    </span>
  )
}
