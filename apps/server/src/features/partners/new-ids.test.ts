import * as contract from '@pmp/contract'
import { roles, userNamePattern } from '@pmp/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { endpoints } from '../../endpoints.ts'
import { createAccount } from '../../identity/accounts.ts'
import { subOf } from '../../identity/testing.ts'
import { emailHash } from '../../keys/personal-data.ts'
import { pathWords } from '../../identity/path-words.ts'
import { openBrowser } from '../../identity/testing-browser.ts'
import { bank, signIn } from '../../identity/testing-portal.ts'
import { freshUser, refusalOf } from '../../testing/given.ts'
import { people, startTestServer, type TestServer, type TestUser } from '../../testing/server.ts'
import { insertPartner } from './queries.ts'

/** With an external provider, and with the embedded one and its administrator. */
let external: TestServer
let embedded: TestServer
let registrar: TestUser
beforeAll(async () => {
  external = await startTestServer()
  embedded = await startTestServer({ OIDC_ISSUER: '', TRUST_PROXY: 'true' })
  const account = { ...bank, roles: [roles.partnerAdmin] }
  await createAccount(embedded.db, account, embedded.clock.now)
  embedded.config.internalUrl = embedded.url
  const browser = openBrowser(embedded.config.PUBLIC_URL, embedded.url)
  await signIn(browser, embedded.config.PUBLIC_URL)
  registrar = { ...account, token: browser.cookie('Authorization') ?? '' }
})
afterAll(async () => {
  await external.close()
  await embedded.close()
})

const registrationOf = (partnerId: string, emailId = freshUser().email ?? '') => ({
  partnerId,
  organizationName: 'North Bank',
  address: '1 Market Square',
  contactNumber: '5550100',
  emailId,
  partnerType: 'Device_Provider',
})

/** A person with an external provider that gave them this name. */
const named = (userName: string): TestUser => ({
  ...freshUser(roles.deviceProvider),
  userName,
})

const registering = [
  contract.registerPartner,
  contract.registerPartnerWithLogo,
  contract.createPartner,
] as const

/** From an address of its own each time: so many from one are an attack. */
async function signUp(userName: string) {
  const input = {
    userName,
    password: 'a long enough sentence',
    givenName: 'Noor',
    familyName: 'Haddad',
    organizationName: 'City Hospital',
    partnerType: 'Device_Provider',
    emailId: freshUser().email ?? '',
    phoneNumber: '5559876',
    address: '2 River Road',
    langCode: 'fra',
  }
  const { signUp: endpoint } = contract
  const response = await fetch(`${embedded.url}${contract.urlOf(endpoint, input)}`, {
    method: endpoint.method,
    headers: {
      'content-type': 'application/json',
      'x-forwarded-for': `198.18.0.${(signUps += 1)}`,
    },
    body: JSON.stringify(contract.bodyOf(endpoint, input, embedded.clock.now)),
  })
  return contract.readReply(endpoint, response.status, await response.json())
}
let signUps = 0

interface Door {
  endpoint: contract.Endpoint
  /** Of a name that is somebody's already. */
  taken: string
  open: (name: string) => Promise<unknown>
}

/** Every door that makes a partner id or a user name, by who goes through it. */
const doors: [string, Door][] = [
  ...registering.flatMap((endpoint): [string, Door][] => {
    const door = { endpoint, taken: 'PMS_PRT_051' }
    return [
      [
        `${endpoint.path}, for oneself`,
        {
          ...door,
          open: (name) =>
            external.call(named(name), endpoint, registrationOf(name, named(name).email)),
        },
      ],
      [
        `${endpoint.path}, by an administrator`,
        { ...door, open: (name) => external.call(people.admin, endpoint, registrationOf(name)) },
      ],
      [
        `${endpoint.path}, by an administrator of the embedded provider`,
        { ...door, open: (name) => embedded.call(registrar, endpoint, registrationOf(name)) },
      ],
    ]
  }),
  [
    '/sign-up',
    {
      endpoint: contract.signUp,
      taken: 'PMP_004',
      open: signUp,
    },
  ],
  [
    '/users',
    {
      endpoint: contract.createUser,
      taken: 'PMS_ATH_500',
      open: (userName) =>
        embedded.call(registrar, contract.createUser, {
          userName,
          contactNo: '5550100',
          emailID: freshUser().email ?? '',
          userPassword: 'a long enough sentence',
        }),
    },
  ],
]

type Kind = 'form' | 'blank' | 'taken'

const attacks: [string, string, Kind][] = [
  ['a hyphen of another code', 'north\u2011bank', 'form'],
  ['a hyphen that Unicode keeps apart', 'north\u2010bank', 'form'],
  ['a minus sign', 'north\u2212bank', 'form'],
  ['full width', '\uFF4Eorth-bank', 'form'],
  ['a ligature', '\uFB01rst-bank', 'form'],
  ['the Kelvin sign', 'north-ban\u212A', 'form'],
  ['a letter written in two ways', 'zoe\u0308-bank', 'form'],
  ['a space without width', 'north\u200B-bank', 'form'],
  ['a joiner without width', 'north\u200D-bank', 'form'],
  ['a joiner where Arabic script has one', '\u0628\u062F\u200C\u0628', 'form'],
  ['text from right to left', 'north\u202E-bank', 'form'],
  ['an isolated direction', 'north\u2066-bank', 'form'],
  ['a soft hyphen', 'north\u00AD-bank', 'form'],
  ['a control character', 'north\u0007-bank', 'form'],
  ['a variation selector', 'north\uFE0F-bank', 'form'],
  ['a letter of another script', 'north-b\u0430nk', 'form'],
  ['letters of another script alone that read as Latin', '\u0440\u0430\u0443-\u0441\u043E', 'form'],
  ['a Latin letter that reads as another', 'north-b\u0251nk', 'form'],
  ['small capitals', '\u0274orth', 'form'],
  ['an old letter that reads as another', 'north-\u0185ank', 'form'],
  ['Armenian letters alone that read as Latin', '\u0570\u0585\u057D', 'form'],
  ['a dash of Japanese', 'north\u30FCbank', 'form'],
  ['digits of another script', 'bank\u09EA', 'form'],
  ['two kinds of digits', '\u0628\u0646\u0643-1\u0661', 'form'],
  ['a second dot on the i', 'i\u0307stanbul', 'form'],
  ['a stroke through a letter', 'o\u0338slo-bank', 'form'],
  ['a mark on no letter', 'north-\u0301bank', 'form'],
  ['a symbol', 'north\u2605bank', 'form'],
  ['two dots', '..', 'form'],
  ['two dots within', 'north..bank', 'form'],
  ['a step up', 'a/../b', 'form'],
  ['a backslash', 'north\\bank', 'form'],
  ...['%2e%2e', 'a%2Fb', 'a?b', 'a#b', 'a;b'].map((id): [string, string, Kind] => [
    'a sign that divides an address',
    id,
    'form',
  ]),
  ['one dot', '.', 'form'],
  ['a blank that is wide', 'north\u3000bank', 'blank'],
  ['a blank that does not break', 'north\u00A0bank', 'blank'],
  ...['system', 'System', 'anonymous', 'superadmin', 'SuperAdmin', 'ADMIN'].map(
    (actor): [string, string, Kind] => ['an actor', actor, 'taken'],
  ),
  ['the user of a service', 'service-account-mosip-ida-client', 'taken'],
  ['the user of a service in capitals', 'Service-Account-x', 'taken'],
  ...['v2', 'v3', 'search', 'Search', 'apikey', 'exists', 'certificate', 'partners', 'users'].map(
    (word): [string, string, Kind] => ['a word of an address', word, 'taken'],
  ),
]

const hasPattern = ({ endpoint }: Door) =>
  endpoint === contract.signUp || endpoint === contract.createUser

function codeFor(door: Door, name: string, kind: Kind): string {
  const isOfPattern = userNamePattern.test(name)
  if (kind === 'form' || (hasPattern(door) && !isOfPattern)) return 'PMS_COR_001'
  return kind === 'blank' ? 'PMS_PRT_066' : door.taken
}

async function stored({ db }: TestServer) {
  const partners = await db.selectFrom('pms.partner').select('id as name').execute()
  const accounts = await db.selectFrom('pmp.account').select('username as name').execute()
  const persons = await db.selectFrom('pmp.person').select('userId as name').execute()
  return [...partners, ...accounts, ...persons].map(({ name }) => name)
}

describe('a new id or user name', () => {
  test('is made at these doors and no other', () => {
    const makers = endpoints.filter(([, { failures }]) =>
      ['partner_id_taken', 'user_name_taken', 'account_not_created'].some((name) =>
        failures.some((failure) => failure === name),
      ),
    )
    expect(new Set(makers.map(([, endpoint]) => endpoint))).toEqual(
      new Set(doors.map(([, { endpoint }]) => endpoint)),
    )
  })

  describe.each(doors)('at %s', (_, door) => {
    test('is refused when it looks like another or stands for something, and nothing is kept', async () => {
      const before = [await stored(external), await stored(embedded)]
      const answers = []
      for (const [what, name] of attacks) {
        answers.push([what, name, await refusalOf(door.open(name))])
      }
      const wanted = attacks.map(([what, name, kind]) => [what, name, codeFor(door, name, kind)])
      expect(answers).toEqual(wanted)
      expect([await stored(external), await stored(embedded)]).toEqual(before)
    })

    test('is made when it is none of these', async () => {
      const { userName } = freshUser()
      await door.open(userName)
      const all = [...(await stored(external)), ...(await stored(embedded))]
      expect(all).toContain(userName)
    })
  })
})

test.each(['north\u2011bank', '\uFF42ank', 'bank\u200B-old', 'system', 'a..b', 'ban\u212A'])(
  'a partner %j from before stays usable by its owner',
  async (partnerId) => {
    const { db, clock } = external
    const owner = named(partnerId)
    await insertPartner(db, {
      id: partnerId,
      policyGroupId: null,
      name: 'North Bank',
      address: 'a',
      contactNo: '1',
      emailId: owner.email ?? '',
      emailIdHash: emailHash(owner.email ?? ''),
      partnerTypeCode: 'Device_Provider',
      langCode: 'eng',
      actor: partnerId,
      now: clock.now,
    })
    const names = [{ userId: partnerId, sub: subOf(partnerId) }]
    await external.call(people.admin, contract.handOver, { names })
    const { partners } = await external.call(owner, contract.readSession, {})
    expect(partners.map((partner) => partner.partnerId)).toEqual([partnerId])
    const change = { partnerId, address: '2 Other Street', contactNumber: '5550101' }
    expect(await external.call(owner, contract.updatePartner, change)).toBeDefined()
    const path = `/v1/partnermanager/partners/${encodeURIComponent(partnerId)}/certificate-data`
    expect((await external.send(owner, 'GET', path)).status).toBe(200)
  },
)

test('the words of addresses come from the addresses', () => {
  const of = (...paths: string[]) =>
    pathWords(paths.map((path) => ({ service: 'partner' as const, path })))
  expect([...of('/things/:partnerId', '/things/new', '/things/new/:partnerId', '/else')]).toEqual([
    'new',
  ])
  expect([...of('/things/v2/:partnerId', '/things/:partnerId/parts')].toSorted()).toEqual([
    'parts',
    'v2',
  ])
  expect([...of('/:partnerId/group', '/things', '/:thingId')]).toEqual(['things'])
  expect([...of('/:thingId', '/things')]).toEqual([])
})

describe('a name of another script or in other case', () => {
  const names = [
    '\u0130stanbul',
    '\u00C9lan-Bank',
    'zo\u00EB-\u00E5ngstr\u00F6m',
    '\u0131\u015F\u0131k',
    '\u0431\u0430\u043D\u043A-\u0441\u0435\u0432\u0435\u0440',
    '\u0628\u0646\u0643-\u0627\u0644\u0634\u0645\u0627\u0644-\u0661\u0662',
    '\u30BD\u30CB\u30FC\u9280\u884C',
    '\u0939\u093F\u0928\u094D\u0926\u0940-\u092C\u0948\u0902\u0915',
    '\u12A2\u1275\u12EE\u1335\u12EB',
    '\u0562\u0561\u0576\u056F',
    '\uD55C\uAD6D-\uC740\uD589',
    'it@north-bank.example',
    'North.Bank_2+x',
  ]

  test.each(
    registering.flatMap((endpoint) =>
      names.map((name) => [endpoint.path, name, endpoint] as const),
    ),
  )('%s registers %s whole: one id, one owner, found by it', async (path, plain, endpoint) => {
    // One version after the other, each with an id of its own.
    const id = `${plain}${'_'.repeat(registering.findIndex((one) => one.path === path))}`
    const owner = named(id)
    await external.call(owner, endpoint, registrationOf(id, owner.email))

    const asciiCase = id.replaceAll(/[A-Za-z]/g, (letter) =>
      letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
    )
    for (const userName of [id, asciiCase, id.normalize('NFD')]) {
      const arriving = { ...owner, userName, claims: { sub: await subOfOwner(id) } }
      const { partners, standing } = await external.call(arriving, contract.readSession, {})
      expect({ userName, standing, ids: partners.map((one) => one.partnerId) }).toEqual({
        userName,
        standing: 'bound',
        ids: [id],
      })
    }
    expect(await external.call(owner, contract.readPartner, { partnerId: id })).toMatchObject({
      partnerID: id,
    })
    expect(await searched('equals', asciiCase)).toEqual([id])
    expect(await searched('contains', id)).toContain(id)
    expect(await refusalOf(external.call(people.admin, endpoint, registrationOf(asciiCase)))).toBe(
      'PMS_PRT_051',
    )
  })

  async function subOfOwner(userId: string) {
    const { sub } = await external.db
      .selectFrom('pmp.person')
      .select('sub')
      .where('userId', '=', userId)
      .executeTakeFirstOrThrow()
    return sub
  }

  async function searched(type: string, value: string) {
    const { data } = await external.call(people.admin, contract.searchPartners, {
      partnerType: 'all',
      filters: [{ columnName: 'id', type, value }],
      sort: [],
      pagination: { pageStart: 0, pageFetch: 100 },
    })
    return (data ?? []).map((row) => row.id)
  }

  test.each(['istanbul', '\u0131stanbul', 'i\u0307stanbul', '\u0130STANBUL\u200B', 'ISTANBUL'])(
    'the owner of İstanbul is no other: not %s',
    async (userName) => {
      const partnerId = '\u0130stanbul'
      const stranger = named(userName)
      const { partners, standing } = await external.call(stranger, contract.readSession, {})
      expect({ partners, standing }).toEqual({ partners: [], standing: 'free' })
      expect(await refusalOf(external.call(stranger, contract.readPartner, { partnerId }))).toBe(
        'PMS_PRT_055',
      )
    },
  )
})

describe('the Kelvin sign is no k', () => {
  test('its bearer is a stranger to the owner of the name with a k', async () => {
    const owner = named(`${freshUser().userName}-bank`)
    const partnerId = owner.userName
    await external.call(owner, contract.registerPartner, registrationOf(partnerId, owner.email))
    const stranger = named(partnerId.replace(/k$/, '\u212A'))
    const { partners, standing } = await external.call(stranger, contract.readSession, {})
    expect({ partners, standing }).toEqual({ partners: [], standing: 'free' })
    const change = { partnerId, address: '2 Other Street', contactNumber: '5550101' }
    expect(await refusalOf(external.call(stranger, contract.updatePartner, change))).toBe(
      'PMS_PRT_055',
    )
    const asked = { partnerId: stranger.userName, emailId: stranger.email ?? '' }
    expect(
      await external.call(stranger, contract.checkPartnerExists, {
        ...asked,
        partnerType: 'Device_Provider',
      }),
    ).toMatchObject({ partnerExists: false, duplicateExists: false })
  })
})
