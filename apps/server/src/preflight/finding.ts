/** What a look at one thing around the product found, in one line. */
export interface Finding {
  /** `mistake` keeps the product from starting, `warning` does not. */
  state: 'ok' | 'warning' | 'mistake'
  /** The setting that it is about, or another name of the thing. */
  setting: string
  /** What is found; for what is not ok then, behind a semicolon, what to do. Holds no secret. */
  text: string
  /** A call into the system never came back, so the process cannot end in the usual way. */
  hangs?: true
}

export function ok(setting: string, text: string): Finding {
  return { state: 'ok', setting, text }
}

export function warning(setting: string, problem: string, remedy: string): Finding {
  return { state: 'warning', setting, text: inOneLine(`${problem}; ${remedy}`) }
}

export function mistake(setting: string, problem: string, remedy: string): Finding {
  return { state: 'mistake', setting, text: inOneLine(`${problem}; ${remedy}`) }
}

export const isMistake = ({ state }: Finding): boolean => state === 'mistake'

/** `SETTING: what is wrong; what to do` */
export function lineOf({ setting, text }: Finding): string {
  return `${setting}: ${text}`
}

/** What neighbours say may have lines. */
const inOneLine = (text: string) => text.replaceAll(/\s+/g, ' ').trim()
