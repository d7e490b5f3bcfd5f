type Strength = 'weak' | 'fair' | 'good'

const fewestDistinct = 6
const longEnough = 4

/** How hard a password is to guess: length counts most, repetition counts against it. */
export function strengthOf(password: string, minLength: number): Strength {
  const distinct = new Set(password.toLowerCase()).size
  if (password.length < minLength || distinct < fewestDistinct) return 'weak'
  const kinds = [/\p{Ll}/u, /\p{Lu}/u, /\p{N}/u, /[^\p{L}\p{N}]/u]
  const used = kinds.filter((kind) => kind.test(password)).length
  return password.length >= minLength + longEnough || used > 2 ? 'good' : 'fair'
}
