/*
 * Imported before the product: its clock runs ahead by `CLOCK_AHEAD_MS`, and with it the embedded
 * database, tokens and schedules. Timers keep their pace.
 */
const ahead = Number(process.env['CLOCK_AHEAD_MS'])
const RealDate = Date
const now = () => RealDate.now() + ahead

class MovedDate extends RealDate {
  constructor(...given: [] | [number | string | Date]) {
    if (given.length === 0) super(now())
    // The other forms do not ask what time it is.
    else super(...given)
  }

  static override now(): number {
    return now()
  }
}

globalThis.Date = MovedDate as DateConstructor
