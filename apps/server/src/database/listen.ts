import pg from 'pg'

/** Waiting for what the database tells. */
export interface Listening {
  close(): Promise<void>
}

const retryMs = 5000
/** A server that takes the connection and says nothing would be waited for for hours. */
const usualConnectMs = 5000

interface Listened {
  url: string
  channel: string
  connectMs?: number | undefined
}

/**
 * Hears what PostgreSQL tells on a channel, over a connection of its own that is opened anew when it is
 * lost. What is told meanwhile, or behind a pooler that passes nothing on, is never heard: whoever
 * listens must also look from time to time.
 * @param heard told the payload; an empty text after each connection, because something may have been missed
 */
export function listenOnServer(
  { url, channel, connectMs = usualConnectMs }: Listened,
  heard: (payload: string) => void,
): Listening {
  let client: pg.Client | undefined
  let retry: NodeJS.Timeout | undefined
  let isClosed = false

  async function connect(): Promise<void> {
    const opening = new pg.Client({
      connectionString: url,
      application_name: 'partner-management-portal',
      keepAlive: true,
      connectionTimeoutMillis: connectMs,
      query_timeout: connectMs,
    })
    client = opening
    opening.on('error', () => {})
    opening.on('notification', ({ payload = '' }) => heard(payload))
    opening.on('end', again)
    try {
      await opening.connect()
      await opening.query(`listen ${pg.escapeIdentifier(channel)}`)
      heard('')
    } catch {
      await opening.end().catch(() => {})
      again()
    }
  }

  function again(): void {
    clearTimeout(retry)
    if (!isClosed) retry = setTimeout(start, retryMs)
  }

  let connecting = Promise.resolve()
  function start(): void {
    connecting = connect()
  }

  start()
  return {
    async close() {
      isClosed = true
      clearTimeout(retry)
      await connecting
      await client?.end().catch(() => {})
    },
  }
}
