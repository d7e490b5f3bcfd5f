import type { TestServer } from '../../testing/server.ts'

/** Changes a partner's row past every rule, as an import from an older release would. */
export function withRow(server: TestServer) {
  return async (id: string, values: Record<string, string | boolean | null>) => {
    await server.db.updateTable('pms.partner').set(values).where('id', '=', id).execute()
  }
}

/** Makes a policy group inactive whatever it holds. */
export async function switchOffGroup(server: TestServer, id: string): Promise<void> {
  await server.db
    .updateTable('pms.policyGroup')
    .set({ isActive: false })
    .where('id', '=', id)
    .execute()
}
