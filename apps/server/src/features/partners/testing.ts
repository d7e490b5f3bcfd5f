import type { TestServer } from '../../testing/server.ts'

/** What the database knows of partners, for tests. */
export function seen(server: TestServer) {
  const { db } = server
  return {
    async partner(id: string) {
      return db.selectFrom('pms.partner').selectAll().where('id', '=', id).executeTakeFirst()
    },
    async history(id: string) {
      return db
        .selectFrom('pms.partnerH')
        .selectAll()
        .where('id', '=', id)
        .orderBy('effDtimes')
        .execute()
    },
    async contacts(partnerId: string) {
      return db
        .selectFrom('pms.partnerContact')
        .selectAll()
        .where('partnerId', '=', partnerId)
        .execute()
    },
    async audit(action: string, subjectId: string) {
      return db
        .selectFrom('pmp.auditEntry')
        .select(['actor', 'before', 'after', 'details'])
        .where('action', '=', action)
        .where('subjectId', '=', subjectId)
        .execute()
    },
    /** Mail and events about a partner, in the order in which they were written. */
    async outbox(partnerId: string) {
      return db
        .selectFrom('pmp.outboxMessage')
        .select(['kind', 'topic', 'payload'])
        .where('orderingKey', '=', partnerId)
        .orderBy('createdAt')
        .execute()
    },
  }
}

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
