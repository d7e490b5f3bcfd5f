/**
 * Keeps what was typed for as long as the tab is open, so that neither a reload nor a way elsewhere loses
 * it. What does not have the shape of `initial` is not taken back.
 */
export function draftOf<Values extends Record<string, unknown>>(name: string, initial: Values) {
  const key = `draft:${name}`
  return {
    read: (): Values | undefined => {
      const text = window.sessionStorage.getItem(key)
      const kept: unknown = text === null ? undefined : parsed(text)
      return isLike(kept, initial) ? kept : undefined
    },
    keep: (values: Values): void => window.sessionStorage.setItem(key, JSON.stringify(values)),
    drop: (): void => window.sessionStorage.removeItem(key),
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isLike<Values extends Record<string, unknown>>(
  value: unknown,
  shape: Values,
): value is Values {
  if (typeof value !== 'object' || value === null) return false
  const members = new Map<string, unknown>(Object.entries(value))
  return Object.entries(shape).every(([name, sample]) => {
    const member = members.get(name)
    return typeof member === typeof sample && Array.isArray(member) === Array.isArray(sample)
  })
}
