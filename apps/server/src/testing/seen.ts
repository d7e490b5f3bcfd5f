import type { Database } from '../database/database.ts'

/** Which audit entries a test asks for; what is left out may be anything. */
interface AuditQuestion {
  action?: string
  subjectId?: string
  actor?: string
  outcome?: string
  failureCode?: string
}

/** Which messages of the outbox a test asks for; what is left out may be anything. */
interface OutboxQuestion {
  orderingKey?: string
  kind?: 'mail' | 'event' | 'registration'
  topic?: string
}

/** What the database holds, for assertions on what no endpoint answers. */
export function seen({ db }: { db: Database }) {
  return {
    /** Audit entries in the order in which they were written. */
    async audit(question: AuditQuestion = {}) {
      return db
        .selectFrom('pmp.auditEntry')
        .select(['action', 'actor', 'subjectId', 'outcome', 'failureCode'])
        .select(['before', 'after', 'details'])
        .where(({ and }) => and(question))
        .orderBy('id')
        .execute()
    },
    /** Messages in the order in which they were written. */
    async outbox(question: OutboxQuestion = {}) {
      return db
        .selectFrom('pmp.outboxMessage')
        .select(['kind', 'topic', 'orderingKey', 'payload'])
        .where(({ and }) => and(question))
        .orderBy('sequence')
        .execute()
    },
    async partner(id: string) {
      return db.selectFrom('pms.partner').selectAll().where('id', '=', id).executeTakeFirst()
    },
    /** The rows of a partner's history, oldest first. */
    async history(partnerId: string) {
      return db
        .selectFrom('pms.partnerH')
        .selectAll()
        .where('id', '=', partnerId)
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
  }
}
