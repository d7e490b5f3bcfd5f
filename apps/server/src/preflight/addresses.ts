import type { Config } from '../config.ts'
import { ok, warning, type Finding } from './finding.ts'
import { networkProblem } from './network-problem.ts'
import { isPortal } from './port.ts'

/** Whether the address that browsers use can be one, and leads here. */
export async function checkPublicUrl(config: Config): Promise<Finding[]> {
  const { PUBLIC_URL: url, TRUST_PROXY: proxies } = config
  const { protocol, hostname, pathname } = new URL(url)
  const findings: Finding[] = []
  const warn = (problem: string, remedy: string) => {
    findings.push(warning('PUBLIC_URL', problem, remedy))
  }
  if (protocol === 'http:' && !isOwnMachine(hostname)) {
    warn(`${url} is without TLS, so tokens travel in the open`, 'put a proxy with TLS before it')
  }
  if (pathname !== '/') {
    warn(`${url} has a path, and the portal answers at the root`, 'give it a host name of its own')
  }
  if (protocol === 'https:' && proxies === false) {
    const remedy = 'set TRUST_PROXY to the addresses of your proxies'
    findings.push(warning('TRUST_PROXY', 'every caller looks as if it were the proxy', remedy))
  }
  if (await isPortal(url)) findings.push(ok('PUBLIC_URL', `${url} leads to a portal that is up`))
  else if (findings.length === 0) {
    findings.push(ok('PUBLIC_URL', `${url}, where no portal answers at present`))
  }
  return findings
}

function isOwnMachine(hostname: string): boolean {
  return /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/.test(hostname)
}

const neighbours = [
  'WEBSUB_HUB_URL',
  'WEBSUB_PUBLISH_URL',
  'ESIGNET_URL',
  'ESIGNET_TOKEN_URL',
] as const

/** Whether somebody answers HTTP, whatever, at the other addresses of the settings. */
export async function checkNeighbours(config: Config): Promise<Finding[]> {
  const set = neighbours.flatMap((setting) => {
    const url = config[setting]
    return url === undefined ? [] : [{ setting, url }]
  })
  return Promise.all(set.map(async ({ setting, url }) => checkAnswers(setting, url)))
}

async function checkAnswers(setting: string, url: string): Promise<Finding> {
  const { host } = new URL(url)
  try {
    await fetch(url, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(5000) })
    return ok(setting, `${host} answers`)
  } catch (error) {
    const problem = `${host} cannot be reached: ${networkProblem(error).text}`
    return warning(setting, problem, 'correct it, or wait for that service')
  }
}
