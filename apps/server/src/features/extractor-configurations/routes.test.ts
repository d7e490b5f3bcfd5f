import * as contract from '@pmp/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fresh, freshUser, refusalOf } from '../../testing/given.ts'
import { people, startTestServer, type TestServer, type TestUser } from '../../testing/server.ts'
import { seen } from '../../testing/seen.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const partner = freshUser(contract.roles.credentialPartner)

const create = (changes: object = {}, by: TestUser | null = people.admin) =>
  server.call(by, contract.createExtractorConfiguration, {
    configName: fresh('Mock face'),
    bioextractorProviderName: 'mock',
    bioextractorProviderVersion: '1.1',
    bioModality: 'face',
    ...changes,
  })
const list = (query: object = {}, by: TestUser | null = partner) =>
  server.call(by, contract.listExtractorConfigurations, query)
const read = (id: string, by: TestUser | null = partner) =>
  server.call(by, contract.readExtractorConfiguration, { id })
const remove = (id: string, status = 'DELETED', by: TestUser | null = people.admin) =>
  server.call(by, contract.deleteExtractorConfiguration, { id, status })

describe('offering a bio extractor', () => {
  test('stores it without blanks around its values, for partners to choose', async () => {
    const configName = fresh('Mock iris')
    const { id, status } = await create({ configName: ` ${configName} `, bioModality: 'Iris' })
    expect(status).toBe('SUCCESS')
    expect(await read(id)).toMatchObject({
      id,
      configName,
      bioextractorProviderName: 'mock',
      bioextractorProviderVersion: '1.1',
      bioModality: 'Iris',
    })
    const action = 'extractorConfiguration.created'
    expect(await seen(server).audit({ action, subjectId: id })).toMatchObject([
      {
        actor: people.admin.userName,
        after: { configName, attributeName: 'iris', credentialDataFormat: 'templateData' },
      },
    ])
  })

  test('keeps what releases between had in its body', async () => {
    const given = { attributeName: 'portrait', credentialDataFormat: 'rawData' }
    const { id } = await create(given)
    const row = server.db.selectFrom('pms.bioextractorConfiguration').where('id', '=', id)
    expect(await row.selectAll().executeTakeFirst()).toMatchObject(given)
  })

  test('takes a name once, whatever the letter case, the modality, or the moment', async () => {
    const configName = fresh('Vendor')
    const outcomes = await Promise.allSettled([1, 2].map(() => create({ configName })))
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const again = { configName: ` ${configName.toUpperCase()}`, bioModality: 'finger' }
    expect(await refusalOf(create(again))).toBe('PMS_PRT_272')
  })

  test('is refused for blank or too long values and unknown modalities', async () => {
    const total = async () => (await list()).totalResults
    const before = await total()
    for (const field of ['configName', 'bioextractorProviderVersion', 'bioModality']) {
      expect(await refusalOf(create({ [field]: ' ' }))).toBe('PMS_COR_001')
    }
    expect(await refusalOf(create({ configName: 'a'.repeat(129) }))).toBe('PMS_COR_001')
    expect(await refusalOf(create({ configName: 'a*' }))).toBe('PMS_REQUEST_ERROR_007')
    expect(await refusalOf(create({ bioModality: 'voice' }))).toBe('PMS_PRT_099')
    expect(await total()).toBe(before)
  })

  test('answers a blank value with 200 and V2, a missing request with its own code', async () => {
    const path = '/v1/partnermanager/bio-extractor-configurations'
    const id = 'mosip.pms.bioextractor.configurations.post'
    const post = (request: object | null) => {
      const requestTime = server.clock.now.toISOString()
      return server.send(people.admin, 'POST', path, { id, version: '1.0', requestTime, request })
    }
    const blank = await post({})
    expect([blank.status, blank.body]).toMatchObject([
      200,
      { id, errors: [{ errorCode: 'PMS_COR_001' }] },
    ])
    expect((await post(null)).body).toMatchObject({
      errors: [{ errorCode: 'PMS_REQUEST_ERROR_005' }],
    })
  })

  test('is for administrators', async () => {
    expect(await refusalOf(create({}, partner))).toBe('KER-ATH-403')
    expect(await refusalOf(create({}, null))).toBe('KER-ATH-401')
  })
})

describe('the list of bio extractors', () => {
  test('is found by parts of texts and by its modality', async () => {
    const word = fresh('needle')
    const { id } = await create({ configName: word, bioextractorProviderName: `${word} Ltd` })
    const found = async (query: object) => (await list(query)).data.map((row) => row.id)
    expect(await found({ configName: word.toUpperCase() })).toEqual([id])
    expect(await found({ bioextractorProviderName: `${word} l`, bioModality: 'FACE' })).toEqual([
      id,
    ])
    expect(await found({ configName: word, bioModality: 'iris' })).toEqual([])
    expect(await found({ configName: word, bioextractorProviderVersion: '2' })).toEqual([])
    expect(await refusalOf(list({ bioModality: 'voice' }))).toBe('PMS_PRT_099')
    expect(await refusalOf(list({ configName: '%' }))).toBe('PMS_REQUEST_ERROR_007')
  })

  test('is sorted and paged; behind the end it keeps the page that was asked for', async () => {
    const word = fresh('sorted')
    for (const letter of ['b', 'a', 'c']) await create({ configName: `${word} ${letter}` })
    const sort = { sortFieldName: 'configName', sortType: 'desc' as const }
    const page = await list({ configName: word, ...sort, pageNo: 0, pageSize: 2 })
    expect(page).toMatchObject({ pageNo: 0, pageSize: 2, totalResults: 3 })
    expect(page.data.map(({ configName }) => configName)).toEqual([`${word} c`, `${word} b`])
    const beyond = await list({ configName: word, ...sort, pageNo: 7, pageSize: 2 })
    expect(beyond).toEqual({ pageNo: 7, pageSize: 2, totalResults: 3, data: [] })
    const odd = { ...sort, sortFieldName: 'colour', pageNo: 0, pageSize: 2 }
    expect(await refusalOf(list(odd))).toBe('PMS_PRT_357')
  })

  test('is for administrators and those who choose', async () => {
    for (const ask of [
      (by: TestUser | null) => list({}, by),
      (by: TestUser | null) => read('1', by),
    ]) {
      expect(await refusalOf(ask(people.bank))).toBe('KER-ATH-403')
      expect(await refusalOf(ask(null))).toBe('KER-ATH-401')
    }
    expect(await refusalOf(read('1'))).toBe('PMS_PRT_275')
    expect(await refusalOf(read(' '))).toBe('PMS_REQUEST_ERROR_001')
    expect(await refusalOf(read('<1>'))).toBe('PMS_REQUEST_ERROR_007')
  })
})

describe('deleting a bio extractor', () => {
  test('takes it off the list, once, and frees its name', async () => {
    const configName = fresh('Retired')
    const { id } = await create({ configName })
    expect(await remove(id, 'deleted')).toMatchObject({ id })
    expect(await refusalOf(remove(id))).toBe('PMS_PRT_275')
    expect(await refusalOf(read(id))).toBe('PMS_PRT_275')
    expect((await list({ configName })).data).toEqual([])
    const action = 'extractorConfiguration.deleted'
    expect(await seen(server).audit({ action, subjectId: id })).toHaveLength(1)
    await create({ configName })
  })

  test('is refused for other words, unknown ids, partners and nobody', async () => {
    const { id } = await create()
    expect(await refusalOf(remove(id, 'GONE'))).toBe('PMS_PRT_099')
    expect(await refusalOf(remove(id, ' '))).toBe('PMS_REQUEST_ERROR_001')
    expect(await refusalOf(remove(' '))).toBe('PMS_REQUEST_ERROR_001')
    expect(await refusalOf(remove('1'))).toBe('PMS_PRT_275')
    expect(await refusalOf(remove(id, 'DELETED', partner))).toBe('KER-ATH-403')
    expect(await refusalOf(remove(id, 'DELETED', null))).toBe('KER-ATH-401')
    expect(await read(id)).toMatchObject({ id })
  })
})
