import { expect, test } from 'vitest'
import { doubtsOfRedirectUri, flawOfRedirectUri, topLevelDomainOf } from './redirect-uris.ts'

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
  expect(flawOfRedirectUri(uri)).toBeUndefined()
})

test.each([
  ['', 'blank'],
  ['cb', 'no_scheme'],
  ['io.mosip.residentapp:/oauth', 'no_scheme'],
  ['com.health.app:///oauth', 'host'],
  ['com.health.app://oauth.example', 'top_level_domain'],
  ['https://*.health.example.org/cb', 'host'],
  ['https://health.example.org/a b', 'white_space'],
  ['https://health.internal/cb', 'top_level_domain'],
  ['https://health.example/cb', 'top_level_domain'],
  ['https://health.local/cb', 'top_level_domain'],
  ['https://health.test/cb', 'top_level_domain'],
  ['https://health.music/cb', 'top_level_domain'],
  ['javascript:alert(1)', 'no_scheme'],
  ['https://health.example.org/a,b', 'comma'],
  ['https://health.example.org//evil.example.org', 'path'],
  ['https://health.example.org/../cb', 'path'],
  ['https://health.example.org:65536/cb', 'host'],
  ['https://256.1.1.1/cb', 'host'],
  ['https://[::1::2]/cb', 'host'],
  ['https://a:b@gesundheit-ä.de/cb', 'host'],
  ['https://health_portal.org/cb', 'host'],
  ['https://health.example.org/[x]', 'path'],
  ['https://ex%61mple.org/cb', 'host'],
  ['https://health.example.org/\ncb', 'white_space'],
  ['https://health.example.org/?to=\u0001', 'character'],
  ['https://health.example.org\u0001/cb', 'character'],
  ['https://health.example.org/cb#\u007F', 'character'],
  ['https://health.example.org/?to=\\', 'character'],
  ['https://health.example.org\\@other.org/cb', 'character'],
  ['https://health.example.org/?to="<{|}>"', 'character'],
  ['https://health.example.org/?to=100%', 'character'],
  ['https://health.example.org/%zz', 'character'],
  ['https://health.example.org/?to=\u202Egro', 'character'],
  ['https://hea\u200Blth.example.org/cb', 'character'],
  ['https://health-\u{1F600}.example.org/cb', 'host'],
  [`https://health.example.org/${'a'.repeat(2048)}`, 'too_long'],
])('refuses %s: %s', (uri, flaw) => {
  expect(flawOfRedirectUri(uri)).toBe(flaw)
})

test('refuses schemes that run what is sent there, which eSignet lets pass', () => {
  for (const scheme of ['javascript', 'JavaScript', 'data', 'vbscript', 'file', 'blob']) {
    expect(flawOfRedirectUri(`${scheme}://health.example.org/%0aalert(1)`)).toBe('dangerous_scheme')
  }
})

test.each([
  ['https://health.example.org/cb', []],
  ['https://health.example.org/*', ['wildcard']],
  ['http://health.example.org/a/*/b', ['wildcard', 'not_https']],
  ['HTTP://health.example.org/cb', ['not_https']],
  ['http://localhost:3001/cb', []],
  ['http://127.0.0.1/cb', []],
  ['http://[::1]:3000/cb', []],
  ['http://[::2]:3000/cb', ['not_https']],
  ['org.example.health://oauth', []],
  ['cb', []],
])('%s gives reason to doubt: %j', (uri, doubts) => {
  expect(doubtsOfRedirectUri(uri)).toEqual(doubts)
})

test('the end of the host is told, whatever surrounds it', () => {
  expect(topLevelDomainOf('https://health.example:8080/cb?a=b.org')).toBe('example')
  expect(topLevelDomainOf('https://health.internal./cb')).toBe('internal')
  expect(topLevelDomainOf('cb')).toBe('')
})
