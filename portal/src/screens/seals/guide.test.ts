import { expect, test } from 'vitest'

import { GROUPS, pictureOf } from './guide'

test.each(Object.values(GROUPS).flat())('there is a picture of %s', (sample) => {
  expect(pictureOf(sample)).not.toBe('')
})
