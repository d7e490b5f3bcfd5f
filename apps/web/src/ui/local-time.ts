/** An instant as `datetime-local` fields write it: in the reader's time zone, to the minute. */
export function toLocalTime(date: Date): string {
  const shifted = new Date(date.getTime() - date.getTimezoneOffset() * 60_000)
  return shifted.toISOString().slice(0, 16)
}

/** The instant that such a field means; undefined while it is empty or incomplete. */
export function fromLocalTime(text: string): Date | undefined {
  const date = new Date(text)
  return Number.isNaN(date.getTime()) ? undefined : date
}
