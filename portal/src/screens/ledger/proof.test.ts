import { expect, test } from 'vitest'

import { readPem } from '@/bytes'
import fixture from './proofs.fixture.json'
import { CannotCheck, checkProof, type Proof, type ShownRow } from './proof'

type Which = keyof typeof fixture

/** Of the key with which the fixture was made, as the service would publish it. */
const PUBLISHED = readPem(fixture.whole.public_key).slice(-32)
const KEYS = [
  btoa(String.fromCharCode(...PUBLISHED))
    .replaceAll('+', '-')
    .replaceAll('/', '_'),
]

function proofOf(which: Which, change: (proof: Proof) => void = () => undefined): Proof {
  const proof = structuredClone(fixture[which]) as Proof
  change(proof)
  return proof
}

async function faultsOf(which: Which, change: (proof: Proof) => void): Promise<string[]> {
  const { faults } = await checkProof(proofOf(which, change), KEYS)
  return faults.map(({ code, position }) => `${code} ${position}`)
}

const row = (proof: Proof, at: number) => proof.entries[at] as ShownRow

test('a proof from the beginning holds and counts what it shows', async () => {
  const checked = await checkProof(proofOf('whole'), KEYS)

  expect(checked).toMatchObject({ shown: 3, length: 6, after: 0, faults: [] })
})

test('a proof after a signed head holds', async () => {
  const checked = await checkProof(proofOf('later'), KEYS)

  expect(checked).toMatchObject({ shown: 2, length: 6, after: 2, faults: [] })
})

test('a row whose content was changed is named', async () => {
  const changed = (proof: Proof) => (row(proof, 2).use['operator_id'] = 'somebody else')

  expect(await faultsOf('whole', changed)).toEqual(['row_changed 3'])
})

test('a leaf of another enterprise that was changed breaks the chain at the next row shown', async () => {
  const changed = (proof: Proof) => (proof.entries[1] = '0'.repeat(64))

  expect(await faultsOf('whole', changed)).toEqual(['row_changed 3'])
})

test('a row that was removed is missed', async () => {
  const removed = (proof: Proof) => proof.entries.splice(2, 1)

  expect(await faultsOf('whole', removed)).toContain('enterprise_row_missing 6')
})

test('rows that were cut off at the end are missed', async () => {
  const cut = (proof: Proof) => proof.entries.pop()

  expect(await faultsOf('whole', cut)).toEqual(['truncated 5'])
})

test('rows in another order are named', async () => {
  const swapped = (proof: Proof) => {
    const [first, third] = [row(proof, 0), row(proof, 2)]
    proof.entries[0] = third
    proof.entries[2] = first
  }

  expect(await faultsOf('whole', swapped)).toEqual(
    expect.arrayContaining(['row_missing 3', 'row_out_of_order 1']),
  )
})

test('a whole ledger that was written anew is not the one that was signed', async () => {
  const other = (proof: Proof) => (proof.head.tip.row_hash = '0'.repeat(64))

  expect(await faultsOf('whole', other)).toEqual(['head_forged 6', 'head_differs 6'])
})

test('a head of another moment is forged', async () => {
  const other = (proof: Proof) => (proof.head.signed_at = '2026-08-01T09:30:01.000000Z')

  expect(await faultsOf('whole', other)).toEqual(['head_forged 6'])
})

test('a head under another key than that of the document is of an unknown key', async () => {
  const other = (proof: Proof) => (proof.head.key_id = '00000000')

  expect(await faultsOf('whole', other)).toEqual(['key_unknown 6'])
})

test('a row of another enterprise is no row of this proof', async () => {
  const foreign = (proof: Proof) => (proof.enterprise_code = '91310000MA1BBBBB0Y')

  expect(await faultsOf('later', foreign)).toEqual(['foreign_row 3', 'foreign_row 6'])
})

test('a starting head after the final one is named', async () => {
  const turned = (proof: Proof) => {
    proof.start = structuredClone(proof.head)
    proof.head.tip.length = 2
  }

  expect(await faultsOf('later', turned)).toContain('heads_disagree 2')
})

test('a proof under a key that nobody publishes proves nothing, whole as it is', async () => {
  const { faults } = await checkProof(proofOf('whole'), [])

  expect(faults).toEqual([{ code: 'other_key', position: 6 }])
})

test('a document of another form is neither good nor bad', async () => {
  await expect(
    checkProof(
      proofOf('whole', (proof) => (proof.format = 'x')),
      KEYS,
    ),
  ).rejects.toThrow(CannotCheck)
})
