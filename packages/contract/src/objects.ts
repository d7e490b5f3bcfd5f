/** Whether a value that came from outside has members: neither text nor number, list nor null. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The names of a table that was written down in the code, where nothing else can be in it. */
export function namesOf<T extends object>(table: T): (keyof T & string)[] {
  // TypeScript: an object may hold more than its type tells; a table of ours does not.
  return Object.keys(table) as (keyof T & string)[]
}
