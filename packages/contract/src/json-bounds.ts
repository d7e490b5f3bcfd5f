/** Levels of a JSON value; nothing of ours needs more than a dozen, and every stack holds these. */
const deepest = 200

/** What no value of a request or of a stored JSON may be. */
interface BrokenBound {
  constraint: string
  /** The members that lead to it. */
  path: readonly string[]
}

/** A value and the way to it. */
interface Place {
  value: unknown
  depth: number
  key?: string
  outer?: Place
}

/**
 * The first thing in a JSON value that could be neither stored nor answered: the character NUL, half
 * of a character of two code units, more levels than anybody nests.
 */
export function brokenBound(value: unknown): BrokenBound | undefined {
  for (const place of placesOf(value)) {
    // The whole way down to what is too deep would fill a page.
    if (place.depth > deepest) return { constraint: tooDeep, path: wayTo(place).slice(0, 1) }
    const constraint = faultOfText(place.value) ?? faultOfText(place.key)
    if (constraint) return { constraint, path: wayTo(place) }
  }
  return undefined
}

/** Whether a JSON value has more levels than can be written out again. */
export function isTooDeep(value: unknown): boolean {
  for (const { depth } of placesOf(value)) if (depth > deepest) return true
  return false
}

/** Every value in a JSON value, itself first; without recursion, so that no depth is too much. */
function* placesOf(value: unknown): Generator<Place> {
  const open: Place[] = [{ value, depth: 0 }]
  for (let place = open.pop(); place; place = open.pop()) {
    yield place
    for (const inner of placesIn(place)) open.push(inner)
  }
}

const tooDeep = `at most ${deepest} levels are allowed`

/** The last one first, because the one pushed last is looked at next. */
function placesIn(outer: Place): Place[] {
  const { value, depth } = outer
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value)
    .map(([key, inner]) => ({ value: inner, depth: depth + 1, key, outer }))
    .toReversed()
}

function wayTo(place: Place): string[] {
  const keys: string[] = []
  for (let at: Place | undefined = place; at; at = at.outer) {
    if (at.key !== undefined) keys.push(at.key)
  }
  return keys.toReversed()
}

function faultOfText(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined
  if (value.includes('\0')) return 'NUL characters are not allowed'
  return value.isWellFormed() ? undefined : 'half of a character is not allowed'
}
