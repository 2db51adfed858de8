import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findZone } from '../../../src/formats/time/zone.ts'

test('every region of the calendar library is found by its name', () => {
  const missing = Intl.supportedValuesOf('timeZone').filter(id => findZone(id) === null)
  assert.deepEqual(missing, [])
  const aliases = 'Asia/Calcutta Brazil/DeNoronha GB-Eire NZ-CHAT W-SU Etc/GMT+3 US/East-Indiana America/Knox_IN Zulu EST5EDT'
  assert.deepEqual(
    aliases.split(' ').filter(id => findZone(id) === null),
    [],
  )
})

test('the case of a region counts, but for patterns', () => {
  for (const id of ['europe/moscow', 'EUROPE/MOSCOW', 'Utc', 'utc', 'us/Pacific', 'ROC']) assert.equal(findZone(id), null, id)
  assert.equal(findZone('EUROPE/MOSCOW', true)?.offsetMs(0), 10_800_000)
  assert.equal(findZone('EUROPE/MOSCOW'), null, 'what a pattern has found is not found without it')
})

test('a name from a message that is no zone is none', () => {
  for (const id of ['', '+19:00', '-18:01', 'GMT+1:2:3', '__proto__', 'constructor', 'Etc/../passwd', 'A'.repeat(10_000)])
    assert.equal(findZone(id), null, id.slice(0, 20))
})
