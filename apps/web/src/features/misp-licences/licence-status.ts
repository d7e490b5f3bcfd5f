/** Whether the licence works now. */
export function isUsable(isActive: boolean, end: Date | null): boolean {
  return isActive && (end === null || end >= new Date())
}
