/** Taken for granted where the settings do not tell: upstream's own release needs it. */
const usualVersion = '1.6.2'

/**
 * Whether eSignet is of that version or newer.
 * @param version that of the settings, such as `1.6.2`
 */
export function isEsignetSince(
  version: string | undefined,
  [major, minor]: [number, number],
): boolean {
  const [ownMajor = 0, ownMinor = 0] = (version ?? usualVersion).split('.').map(Number)
  return ownMajor > major || (ownMajor === major && ownMinor >= minor)
}
