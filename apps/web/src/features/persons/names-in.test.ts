import { expect, test } from 'vitest'
import { namesIn } from './names-in.ts'

test.each([
  [
    'lines of names and persons',
    'bank,1\nshop,2',
    [
      ['bank', '1'],
      ['shop', '2'],
    ],
  ],
  [
    'what a spreadsheet copies',
    '"bank"\t"1"\r\nshop;2\r\n',
    [
      ['bank', '1'],
      ['shop', '2'],
    ],
  ],
  ['nothing without a person', 'bank\n,1\n\n bank , 1 ', [['bank', '1']]],
])('reads %s', (_, text, names) => {
  expect(namesIn(text)).toEqual(names.map(([userId, sub]) => ({ userId, sub })))
})
