import { describe, expect, it } from 'vitest'
import { progressLines } from './progress-lines.js'
import type { Snapshot } from './snapshot.js'
import { barLine, terminalBar } from './terminal-bar.js'

const snapshot: Snapshot = {
  doneMs: 5000,
  totalMs: 12_270,
  elapsedMs: 100,
  peakDb: -6,
  rmsDb: -24,
  lost: 3,
  concealed: 2,
}

describe('barLine', () => {
  it('shows how far it is, how loud and how fast', () => {
    expect(barLine(snapshot, 99)).toBe(
      `${'━'.repeat(13)}${'─'.repeat(19)}  40 %  0:05 / 0:12  ${'█'.repeat(8)}░░░░░▏░░   −6.0 dB    50×`,
    )
  })

  it.each([10, 30, 60, 79, 200])('fits into %i columns', (width) => {
    expect(barLine(snapshot, width).length).toBeLessThanOrEqual(width)
  })

  it('shows silence, and a recording of unknown length', () => {
    const line = barLine({ ...snapshot, totalMs: 0, peakDb: null, rmsDb: null }, 99)
    expect(line).toContain('  0 %')
    expect(line).toContain('░'.repeat(16))
    expect(line).toContain('silent')
  })
})

describe('terminalBar', () => {
  it('draws one line again and again and leaves nothing behind', () => {
    const written: string[] = []
    const bar = terminalBar({ columns: 60, write: (text) => written.push(text) })
    bar.update(snapshot)
    for (const elapsedMs of [110, 150, 170]) bar.update({ ...snapshot, elapsedMs })
    bar.end()
    bar.end()
    expect(written).toHaveLength(3)
    expect(written.join('')).not.toContain('\n')
    expect(written[0]).toContain('\u001b[?25l')
    expect(written.at(-1)).toBe('\r\u001b[K\u001b[?25h')
  })
})

describe('a terminal of unknown width', () => {
  it.each([{}, { columns: 0 }])('%j counts as 80 columns wide', (size) => {
    let text = ''
    terminalBar({ ...size, write: (part) => (text += part) }).update(snapshot)
    expect(text).toContain('40 %')
  })
})

describe('progressLines', () => {
  it('writes a line for each tenth', () => {
    const lines: string[] = []
    const view = progressLines((line) => lines.push(line))
    for (let step = 0; step <= 100; step++) view.update({ ...snapshot, doneMs: step * 122.7 })
    view.end()
    expect(lines).toHaveLength(10)
    expect(lines[3]).toBe(
      ' 40 %  4.91 s of 12.27 s; peak −6.0 dB, RMS −24.0 dB; 3 lost, 2 concealed; 49× real time',
    )
  })

  it('writes one every ten seconds where a tenth takes longer', () => {
    const lines: string[] = []
    const view = progressLines((line) => lines.push(line))
    for (let elapsedMs = 0; elapsedMs <= 30_000; elapsedMs += 100) {
      view.update({ ...snapshot, elapsedMs, doneMs: elapsedMs, totalMs: 3_600_000 })
    }
    expect(lines).toHaveLength(3)
  })
})
