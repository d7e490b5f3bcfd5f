import { randomUUID } from 'node:crypto'
import type { Context } from '../context.ts'
import { insertOutboxMessage, insertOutboxMessages } from './queries.ts'

/** Who publishes an event upstream; consumers ignore it, the wire keeps it (integration.md 1.4). */
const publishers = {
  partnerCertificates: {
    name: 'PartnerServiceImpl',
    namespace: 'io.mosip.pmp.partner.service.impl.PartnerServiceImpl',
  },
  ftmChips: {
    name: 'PartnerServiceImpl',
    namespace: 'io.mosip.pms.device.authdevice.service.impl.FTPChipDetailServiceImpl',
  },
  partnerManagement: {
    name: 'PartnerManagementServiceImpl',
    namespace: 'io.mosip.pmp.partner.manager.service.impl.PartnerManagementServiceImpl',
  },
  mispLicences: {
    name: 'InfraProviderServiceImpl',
    namespace: 'io.mosip.pmp.partner.service.impl.InfraProviderServiceImpl',
  },
  policies: { name: 'PolicyManagementService', namespace: 'io.mosip.pmp.policy.service' },
} as const

type EventTopic =
  | 'PARTNER_UPDATED'
  | 'CA_CERTIFICATE_UPLOADED'
  | 'APIKEY_APPROVED'
  | 'APIKEY_UPDATED'
  | 'POLICY_UPDATED'
  | 'MISP_LICENSE_GENERATED'
  | 'MISP_LICENSE_UPDATED'
  | 'OIDC_CLIENT_CREATED'
  | 'OIDC_CLIENT_UPDATED'

/** Who publishes an event, and what it waits for. */
export interface EventOrigin {
  publisher: keyof typeof publishers
  /** Events of one key leave in the order in which they were written. */
  orderingKey: string
}

/** A WebSub event to be (integration.md 1.3, 1.4). */
export interface Event extends EventOrigin {
  topic: EventTopic
  data: Record<string, unknown>
}

/** Queues a WebSub event in the change's own transaction (integration.md 1.2). */
export async function publish(context: Context, event: Event): Promise<void> {
  await publishAll(context, [event])
}

/** The same of many, which leave in their order. */
export async function publishAll(context: Context, events: readonly Event[]): Promise<void> {
  await insertOutboxMessages(
    context.db,
    events.map((event) => messageOf(event, context.now)),
  )
}

function messageOf({ publisher, topic, orderingKey, data }: Event, now: Date) {
  const { name, namespace } = publishers[publisher]
  const publishedOn = now.toISOString()
  const id = randomUUID()
  return {
    id,
    kind: 'event' as const,
    topic,
    orderingKey,
    at: now,
    payload: {
      publisher: name,
      topic,
      publishedOn,
      event: { id, timestamp: publishedOn, type: { namespace, name }, data },
    },
  }
}

type MailKind = 'PARTNER_REGISTRED' | 'PARTNER_UPDATED' | 'APIKEY_STATUS_UPDATED'

interface Mail {
  kind: MailKind
  /** The recipient's partner: address and language are read when the mail leaves. */
  partnerId: string
  values: Record<string, string>
}

/** Queues a mail in the change's own transaction; holds no address and no secret. */
export async function sendMail(context: Context, mail: Mail): Promise<void> {
  await insertOutboxMessage(context.db, {
    id: randomUUID(),
    kind: 'mail',
    topic: mail.kind,
    orderingKey: mail.partnerId,
    at: context.now,
    payload: { partnerId: mail.partnerId, values: mail.values },
  })
}

/** A UTC instant as consumers of events read it: ISO text without zone (integration.md 1.3). */
export function eventTime(date: Date): string {
  return date.toISOString().slice(0, -1)
}
