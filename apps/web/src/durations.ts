/** Lengths of time in milliseconds, as dates of JavaScript count them. */
export const hourMs = 3_600_000
export const dayMs = 24 * hourMs

/** Days within which what ends does so soon, and people are told. */
export const soonDays = 30
