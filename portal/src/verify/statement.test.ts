import { expect, test } from 'vitest'

import { readStatement } from './statement'
import { CODE, KEY } from './statement.fixture'

const STRANGER = { ...KEY, x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' }

test('a sheet signed with a published key tells what it says of itself', async () => {
  expect(await readStatement(CODE, [KEY])).toEqual({
    outcome: 'genuine',
    statement: {
      certificateNo: 'A261872446700001',
      issueDate: '2026-11-27',
      typeCode: 'A',
      exporter: 'SPECIMEN TRADING NO. 1 CO., LTD. 样…',
      part: 'original',
      printSerial: '0000-C1S0-0R9E',
      sheet: 1,
      sheets: 2,
    },
  })
})

test('a code is read as a telephone gives it, in small letters and with blanks around', async () => {
  expect((await readStatement(` ${CODE.toLowerCase()}\n`, [KEY])).outcome).toBe('genuine')
})

test('one changed character makes a forged sheet', async () => {
  const changed = CODE.slice(0, 40) + (CODE[40] === '0' ? '1' : '0') + CODE.slice(41)
  expect(await readStatement(changed, [KEY])).toEqual({ outcome: 'forged' })
})

test("another's key under the same id makes a forged sheet", async () => {
  expect(await readStatement(CODE, [STRANGER])).toEqual({ outcome: 'forged' })
})

test('a key that is not known here is not called a forgery', async () => {
  expect(await readStatement(CODE, [])).toEqual({ outcome: 'unknownKey' })
})

test.each(['', 'A261872446700001', 'U'.repeat(200), '0'.repeat(180), CODE.slice(0, -30)])(
  'what is no statement of ours is a stranger: %.20s',
  async (code) => {
    expect((await readStatement(code, [KEY])).outcome).toBe('stranger')
  },
)
