import { expect, test } from 'vitest'
import { faults, vendorNames } from '../../src/sandbox/vendors/vendor.ts'
import { createWorld } from '../../src/sandbox/world/create-world.ts'
import { presets } from '../../src/sandbox/workbench/presets.ts'
import { readSettings, writeSettings } from '../../src/sandbox/workbench/settings.ts'

const world = createWorld({ now: Date.parse('2026-11-20T10:00:00+08:00') })

test.each(presets)('$label leads to a chat of somebody who is there, with faults that there are', ({ address }) => {
  const { user, chat, vendorFaults } = readSettings(address)
  expect(world.staff.map(({ userid }) => userid)).toContain(user)
  const targets = world.conversations.filter((each) => each.userid === user).map(({ targetId }) => targetId)
  expect(['workbench', ...targets]).toContain(chat)
  for (const [vendor, fault] of Object.entries(vendorFaults)) {
    expect(vendorNames).toContain(vendor)
    expect(faults).toContain(fault)
  }
})

test('no two of them lead to the same', () => {
  const states = presets.map(({ address }) => {
    const settings = readSettings(address)
    return `${writeSettings(settings)} ${JSON.stringify(settings.vendorFaults)}`
  })
  expect(new Set(states).size).toBe(presets.length)
})
