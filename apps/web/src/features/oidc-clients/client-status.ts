/** The status of a client as the portal names it. */
export function statusOf({ status }: { status: string }): 'activated' | 'deactivated' {
  return status.toUpperCase() === 'INACTIVE' ? 'deactivated' : 'activated'
}
