/** The question for certificates that end within some days, whatever their kind and whose they are. */
export function withinDays(days: number) {
  return { days, expiredDays: 0, kind: undefined, domain: undefined, partner: undefined }
}
