import { expect, test } from 'vitest'
import { isRedirectUri } from './redirect-uris.ts'

/** What eSignet 1.6.2 answered to each (esignet.md), but for commas, which would split our lists. */
test.each([
  'http://health.example.org/cb',
  'http://localhost:3001/cb',
  'http://127.0.0.1:3001/cb',
  'http://[::1]:3000/cb',
  'io.mosip.residentapp://oauth',
  'https://health.example.org/*',
  'https://health.example.org/cb?a=1',
  'https://health.example.org/cb#x',
  'https://health.com/cb',
  'https://HEALTH.COM./cb',
  'https://health/cb',
  'https://a:b@health.example.org/cb',
  'https://gesundheit-ä.de/cb',
  'https://h.example.org',
])('takes %s', (uri) => {
  expect(isRedirectUri(uri)).toBe(true)
})

test.each([
  '',
  'cb',
  'io.mosip.residentapp:/oauth',
  'com.health.app:///oauth',
  'com.health.app://oauth.example',
  'https://*.health.example.org/cb',
  'https://health.example.org/a b',
  'https://health.internal/cb',
  'https://health.example/cb',
  'https://health.local/cb',
  'https://health.test/cb',
  'https://health.music/cb',
  'javascript:alert(1)',
  'https://health.example.org/a,b',
  'https://health.example.org//evil.example.org',
  'https://health.example.org/../cb',
  'https://health.example.org:65536/cb',
  'https://256.1.1.1/cb',
  'https://health_portal.org/cb',
  'https://health.example.org/[x]',
  'https://ex%61mple.org/cb',
  'https://health.example.org/\ncb',
  `https://health.example.org/${'a'.repeat(2048)}`,
])('refuses %s', (uri) => {
  expect(isRedirectUri(uri)).toBe(false)
})

test('refuses schemes that run what is sent there, which eSignet lets pass', () => {
  for (const scheme of ['javascript', 'JavaScript', 'data', 'vbscript', 'file', 'blob']) {
    expect(isRedirectUri(`${scheme}://health.example.org/%0aalert(1)`)).toBe(false)
  }
})
