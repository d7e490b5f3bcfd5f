import { connect } from 'node:net'
import { text } from 'node:stream/consumers'

/** A GET whose target is written as it is; `fetch` would tidy it up. @returns the whole answer */
export async function sendRaw(
  url: string,
  target: string,
  host = 'portal.example',
): Promise<string> {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  socket.end(`GET ${target} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)
  return text(socket)
}
