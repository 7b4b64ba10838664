import { describe, expect, it } from 'vitest'
import { isLater, mayBeLater, newSessionId, offsetOf, startOf, stepMask } from './session-id.js'

const unitMs = 16_384_000
const nowMs = 1_795_000_000_123.75

describe('newSessionId', () => {
  it('never gives one twice in 10 000 restarts', () => {
    const ids = new Set<string>()
    for (let start = 0; start < 10_000; start++) {
      const { kidHigh, kidLow } = newSessionId(nowMs + start)
      expect(kidLow & stepMask).toBe(0)
      ids.add(`${kidHigh}:${kidLow}`)
    }
    expect(ids.size).toBe(10_000)
  })

  it('holds the start in units of 4.5 hours, and nothing finer', () => {
    const none = Buffer.alloc(6)
    const { kidHigh, kidLow, startMs } = newSessionId(nowMs, none)
    expect([kidHigh & 0xffff, kidLow]).toEqual([0, 0])
    expect(kidHigh >>> 16).toBe(Math.floor(nowMs / unitMs) % 65_536)
    expect(startOf(kidHigh, offsetOf(startMs))).toBe(startMs)
    expect(newSessionId(Math.floor(nowMs / unitMs) * unitMs, none).kidHigh).toBe(kidHigh)
    const ones = newSessionId(nowMs, Buffer.alloc(6, 0xff))
    expect([ones.kidHigh & 0xffff, ones.kidLow]).toEqual([0xffff, 0xffffffc0])
  })

  it('tells which of two began later, also where the count begins again', () => {
    const cycleMs = unitMs * 65_536
    expect([isLater(5, 4), isLater(4, 4), isLater(4, 5)]).toEqual([true, false, false])
    expect([isLater(3, cycleMs - 3), isLater(cycleMs - 3, 3)]).toEqual([true, false])
    const { kidHigh, startMs } = newSessionId(nowMs)
    expect(mayBeLater(kidHigh, startMs)).toBe(true)
    expect(mayBeLater(kidHigh, startMs + unitMs)).toBe(false)
  })
})
