/** Hues that are told apart at a glance; how light they are is the theme's. */
const hues = [25, 65, 100, 150, 195, 255, 305, 340] as const

/** Always the same for the same id, and spread over all hues. */
export function hueOf(id: string): number {
  let sum = 0
  for (const letter of id) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 65_521
  return hues[sum % hues.length] ?? hues[0]
}

const lettersIn = (word: string) => Array.from(word)

/** Two letters of a name: the first ones of its first two words, else of its only word. */
export function lettersOf(name: string): string {
  const words = name.split(/[^\p{L}\p{N}]+/u).filter(Boolean)
  const [first = '', second] = words
  const letters = second
    ? [...lettersIn(first).slice(0, 1), ...lettersIn(second).slice(0, 1)]
    : lettersIn(first)
  return letters.slice(0, 2).join('').toLocaleUpperCase()
}
