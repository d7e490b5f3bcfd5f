import { expect, test } from 'vitest'
import { toCsv, toXlsx } from './export-list.ts'

test('CSV quotes everything and marks what a spreadsheet would run', () => {
  const cells = [
    ['Name', 'About'],
    ['=1+1', 'says "hello",\nand goes'],
    ['مصرف', '-5'],
  ]
  expect(toCsv(cells)).toBe(
    '\uFEFF"Name","About"\r\n"\'=1+1","says ""hello"",\nand goes"\r\n"مصرف","\'-5"\r\n',
  )
})

test('XLSX is a workbook that holds the texts as texts', async () => {
  const file = await toXlsx([['Name'], ['=1+1']])
  const bytes = new Uint8Array(await file.arrayBuffer())
  // A workbook is a ZIP archive.
  expect([...bytes.subarray(0, 2)]).toEqual([0x50, 0x4b])
  expect(bytes.length).toBeGreaterThan(1000)
})
