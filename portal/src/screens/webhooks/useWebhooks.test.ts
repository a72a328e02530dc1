import { expect, test } from 'vitest'

import { stateOf, type Webhook } from './useWebhooks'

const webhook = (changes: Partial<Webhook>): Webhook => ({
  webhook_id: '1',
  url: 'https://erp.example.com/',
  description: '',
  event_types: [],
  enabled: true,
  made_at: '2026-01-01T00:00:00Z',
  ...changes,
})

test('an endpoint that fails is told apart from one that was disabled', () => {
  expect(stateOf(webhook({ failing_since: '2026-11-01T00:00:00Z' }))).toBe('failing')
  expect(stateOf(webhook({ enabled: false, disabled_because: 'asked' }))).toBe('disabled')
})

test('an endpoint that said that it is gone was not disabled by a person', () => {
  expect(stateOf(webhook({ enabled: false, disabled_because: 'gone' }))).toBe('gone')
})
