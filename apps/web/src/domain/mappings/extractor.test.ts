import { expect, test } from 'vitest'
import { modalitiesIn, providerKey, providerOf, withModality } from './extractor.ts'

const face = {
  attributeName: 'photo',
  biometric: 'face',
  extractorProvider: 'mock',
  extractorProviderVersion: '1.1',
}

test('the modalities of the settings, each with its attribute', () => {
  expect(modalitiesIn('Face:photo, iris')).toEqual([
    { modality: 'face', attributeName: 'photo' },
    { modality: 'iris', attributeName: 'iris' },
  ])
  expect(modalitiesIn('')).toEqual([])
  expect(modalitiesIn(undefined)).toEqual([])
})

test('a provider with its version is one choice', () => {
  expect(providerOf(providerKey(face))).toEqual({
    extractorProvider: 'mock',
    extractorProviderVersion: '1.1',
  })
  expect(providerOf(null)).toBeNull()
})

test('each modality is asked for once', () => {
  const other = { ...face, extractorProvider: 'other' }
  expect(withModality([face], 'face', other)).toEqual([other])
  expect(withModality([face], 'face', null)).toEqual([])
  expect(withModality([face], 'iris', { ...face, biometric: 'iris' })).toHaveLength(2)
})
