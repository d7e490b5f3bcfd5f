import type { Browser, BrowserContextOptions, CDPSession, Page } from 'playwright-core'

/** What a page costs whoever opens it with nothing kept from before. */
export interface Cost {
  kilobytes: number
  requests: number
  /** Answers of the API that were waited for before the page was ready. */
  calls: number
  firstPaintMs: number
  readyMs: number
  /** What long tasks took beyond 50 ms each, until the page was ready. */
  blockingMs: number
  shift: number
  heapMegabytes: number
}

export interface Profile {
  name: string
  line?: { latency: number; downloadThroughput: number; uploadThroughput: number }
  /** How many times slower than this machine. */
  cpuRate: number
}

const bytesPerSecond = (megabits: number) => (megabits * 1_000_000) / 8

export const profiles: readonly Profile[] = [
  { name: 'unthrottled', cpuRate: 1 },
  {
    name: 'slow',
    line: {
      latency: 150,
      downloadThroughput: bytesPerSecond(1.6),
      uploadThroughput: bytesPerSecond(0.75),
    },
    cpuRate: 4,
  },
]

export interface Visit {
  path: string
  /** Of the session; none for people who are not signed in. */
  session?: BrowserContextOptions['storageState']
  /** An expression that holds once the reader sees what they came for. */
  isReady: string
}

/** Notes in the page when it was ready, and what moved or blocked until then. */
const watch = (isReady: string) => `(() => {
  let isDone
  const seen = { shift: 0, tasks: [], readyAt: 0, paintAt: 0 }
  window.__seen = seen
  window.__ready = new Promise((resolve) => (isDone = resolve))
  const observe = (type, note) =>
    new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type, buffered: true })
  observe('layout-shift', (entry) => { if (!entry.hadRecentInput) seen.shift += entry.value })
  observe('longtask', (entry) => seen.tasks.push([entry.startTime, entry.duration]))
  observe('paint', (entry) => {
    if (entry.name === 'first-contentful-paint') seen.paintAt = entry.startTime
  })
  const look = () => {
    if (seen.readyAt !== 0) return
    if (document.body && (${isReady})) isDone((seen.readyAt = performance.now()))
    else requestAnimationFrame(look)
  }
  setTimeout(() => isDone((seen.readyAt = -1)), 90_000)
  look()
})()`

interface Seen {
  shift: number
  tasks: [start: number, duration: number][]
  readyAt: number
  paintAt: number
}

/** Opens a page in a browser context of its own, so that nothing is kept from the visit before. */
export async function measure(
  browser: Browser,
  url: string,
  { visit, profile }: { visit: Visit; profile: Profile },
): Promise<Cost> {
  const context = await browser.newContext({
    locale: 'en-GB',
    viewport: { width: 1280, height: 800 },
    ...(visit.session ? { storageState: visit.session } : {}),
  })
  context.setDefaultTimeout(120_000)
  const page = await context.newPage()
  const session = await context.newCDPSession(page)
  const traffic = await watchTraffic(session)
  await session.send('Emulation.setCPUThrottlingRate', { rate: profile.cpuRate })
  if (profile.line) {
    await session.send('Network.emulateNetworkConditions', { offline: false, ...profile.line })
  }
  await page.addInitScript(watch(visit.isReady))
  await page.goto(`${url}${visit.path}`, { waitUntil: 'load' })
  await page.evaluate('window.__ready')
  traffic.isOver = true
  const cost = await read(page, session, traffic)
  if (cost.readyMs < 0) throw new Error(`${visit.path} was not ready in time`)
  await context.close()
  return cost
}

type Traffic = Awaited<ReturnType<typeof watchTraffic>>

/** Until it is told that the page is ready; what comes later kept nobody waiting. */
async function watchTraffic(session: CDPSession) {
  const traffic = { bytes: 0, requests: 0, calls: 0, isOver: false }
  const paths = new Map<string, string>()
  session.on('Network.requestWillBeSent', ({ requestId, request }) => {
    if (traffic.isOver || request.url.startsWith('data:')) return
    paths.set(requestId, new URL(request.url).pathname)
    traffic.requests += 1
  })
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (traffic.isOver) return
    traffic.bytes += encodedDataLength
    if (paths.get(requestId)?.startsWith('/v1/')) traffic.calls += 1
  })
  await session.send('Network.enable')
  await session.send('Performance.enable')
  return traffic
}

async function read(page: Page, session: CDPSession, traffic: Traffic): Promise<Cost> {
  const { bytes, requests, calls } = traffic
  await page.waitForLoadState('networkidle')
  const seen = await page.evaluate<Seen>('window.__seen')
  await session.send('HeapProfiler.collectGarbage')
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  const blocking = seen.tasks
    .filter(([start]) => start < seen.readyAt)
    .map(([, duration]) => Math.max(0, duration - 50))
  return {
    kilobytes: bytes / 1000,
    requests,
    calls,
    firstPaintMs: seen.paintAt,
    readyMs: seen.readyAt,
    blockingMs: blocking.reduce((sum, one) => sum + one, 0),
    shift: seen.shift,
    heapMegabytes: usedSize / 1_000_000,
  }
}
