import { eventTime } from '../../outbox/enqueue.ts'

interface Announced {
  policyApiKey: string
  validFromDatetime: Date
  /** Null: the key has no end. */
  validToDatetime: Date | null
  isActive: boolean
}

/** Consumers compare with it, so that what has no end needs one that never comes. */
const never = new Date('9999-12-31T23:59:59.999Z')

/** `apiKeyData` of events (integration.md 1.3). */
export function apiKeyData(key: Announced) {
  return {
    apiKeyId: key.policyApiKey,
    apiKeyCommenceOn: eventTime(key.validFromDatetime),
    apiKeyExpiresOn: eventTime(key.validToDatetime ?? never),
    apiKeyStatus: key.isActive ? 'ACTIVE' : 'DEACTIVE',
  }
}
