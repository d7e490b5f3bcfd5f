type Strength = 'weak' | 'fair' | 'good'

const fewestDistinct = 6
const longEnough = 4

/** What a password is judged by besides itself. */
interface Account {
  minLength: number
  userName: string
}

/** How hard a password is to guess: length counts most, repetition and the user name count against it. */
export function strengthOf(password: string, { minLength, userName }: Account): Strength {
  const name = userName.trim().toLowerCase()
  if (name !== '' && password.toLowerCase().includes(name)) return 'weak'
  const distinct = new Set(password.toLowerCase()).size
  if (password.length < minLength || distinct < fewestDistinct) return 'weak'
  const kinds = [/\p{Ll}/u, /\p{Lu}/u, /\p{N}/u, /[^\p{L}\p{N}]/u]
  const used = kinds.filter((kind) => kind.test(password)).length
  return password.length >= minLength + longEnough || used > 2 ? 'good' : 'fair'
}
