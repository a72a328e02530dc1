import { expect, test } from 'vitest'

import { readCertificate } from './certificate'

const PEM = '-----BEGIN CERTIFICATE-----\nAQID\n-----END CERTIFICATE-----\n'

test('a certificate in PEM stays as it is', async () => {
  expect(await readCertificate(new File([PEM], 'card.pem'))).toBe(PEM)
})

test('a certificate in DER is written as PEM', async () => {
  expect(await readCertificate(new File([new Uint8Array([1, 2, 3])], 'card.cer'))).toBe(PEM)
})
