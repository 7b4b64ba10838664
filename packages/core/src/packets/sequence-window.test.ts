import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { packetAt } from './packet-fixtures.test-support.js'
import { SequenceWindow } from './sequence-window.js'

function play(
  sequences: readonly number[],
  { depth = 4, restartPackets = 1000, flush = true } = {},
): string[] {
  const log: string[] = []
  const window = new SequenceWindow(depth, restartPackets, {
    deliver: ({ sequence }, missing, jumped) =>
      log.push(`${sequence}${missing > 0 ? ` after ${missing}` : ''}${jumped ? ' anew' : ''}`),
    drop: ({ sequence }, reason) => log.push(`${reason} ${sequence}`),
    reordered: () => log.push('reordered'),
  })
  sequences.forEach((sequence, index) => window.push(packetAt(sequence), index))
  if (flush) window.flush()
  else log.push(`waiting ${window.size} since ${window.waitingSinceMs}`)
  return log
}

const range = (from: number, count: number): number[] =>
  Array.from({ length: count }, (_, index) => from + index)

describe('SequenceWindow', () => {
  it('passes what is in order at once', () => {
    expect(play([0, 1, 2], { flush: false })).toEqual(['0', '1', '2', 'waiting 0 since undefined'])
  })

  it('holds early packets until the missing one comes', () => {
    expect(play([0, 2, 3, 1], { flush: false })).toEqual([
      '0',
      'reordered',
      '1',
      '2',
      '3',
      'waiting 0 since undefined',
    ])
  })

  it('waits for a missing packet until one more than the depth ahead has come', () => {
    expect(play([0, 2, 3, 4, 5], { flush: false })).toEqual(['0', 'waiting 4 since 1'])
    expect(play([0, 2, 3, 4, 5, 6], { flush: false })).toEqual([
      '0',
      '2 after 1',
      '3',
      '4',
      '5',
      '6',
      'waiting 0 since undefined',
    ])
    expect(play([0, 2], { depth: 0, flush: false })[1]).toBe('2 after 1')
  })

  it('tells late packets from duplicates', () => {
    expect(play([0, 2, 2, 3, 3, 4, 5, 6, 1, 7, 1, 2, 8])).toEqual(
      ['0', 'duplicate 2', 'duplicate 3', '2 after 1', '3', '4', '5', '6', 'late 1', '7'].concat([
        'duplicate 1',
        'duplicate 2',
        '8',
      ]),
    )
  })

  it('takes a low first number for a stream from 0, and a high one for one that was joined', () => {
    expect(play([1, 0, 2])).toEqual(['reordered', '0', '1', '2'])
    expect(play([2, 3])).toEqual(['2 after 2', '3'])
    expect(play([100, 99, 101])).toEqual(['reordered', '99', '100', '101'])
    expect(play([100, 101, 102, 103, 104, 105, 50])).toEqual(
      ['100', '101', '102', '103', '104', '105'].concat('late 50'),
    )
  })

  it('begins anew when enough old numbers lie close together', () => {
    const first = range(0, 20)
    const log = play([...first, 0, 2, 1, 3, 4], { restartPackets: 3 })
    expect(log.slice(20)).toEqual(['0 anew', 'reordered', '1', '2', '3', '4'])
  })

  it('does not begin anew for old numbers that are few, far apart, or the same', () => {
    const first = range(0, 40)
    expect(play([...first, 0, 1, 40, 2], { restartPackets: 3 }).slice(40)).toEqual([
      'duplicate 0',
      'duplicate 1',
      '40',
      'duplicate 2',
    ])
    expect(play([...first, 0, 10, 20, 30], { restartPackets: 3 }).slice(40)).toEqual([
      'duplicate 0',
      'duplicate 10',
      'duplicate 20',
      'duplicate 30',
    ])
    expect(play([...first, 5, 5, 5, 5], { restartPackets: 3 }).slice(40)).toEqual(
      Array(4).fill('duplicate 5'),
    )
  })

  it('does not believe one number far ahead, but several, and those at the end', () => {
    expect(play([0, 1, 90_000, 2], { restartPackets: 3 })).toEqual(['0', '1', 'invalid 90000', '2'])
    expect(play([0, 1, 90_000, 90_001, 90_002, 90_003], { restartPackets: 3, depth: 1 })).toEqual([
      '0',
      '1',
      '90000 anew',
      '90001',
      '90002',
      '90003',
    ])
    expect(play([0, 1, 90_000, 90_001])).toEqual(['0', '1', '90000 anew', '90001'])
  })

  it('gives up what the packet waits for that has waited longest', () => {
    const log: number[] = []
    const window = new SequenceWindow(8, 8, {
      deliver: ({ sequence }) => log.push(sequence),
      drop: () => undefined,
      reordered: () => undefined,
    })
    window.giveUpOldest()
    for (const sequence of [0, 4, 2, 6]) window.push(packetAt(sequence), sequence)
    expect(window.waitingSinceMs).toBe(4)
    window.giveUpOldest()
    expect(log).toEqual([0, 2, 4])
    expect(window.waitingSinceMs).toBe(6)
  })

  it('forgets losses of long ago', () => {
    const log = play([0, 2500, 5000, 1, 5001, 4999, 5002], { depth: 0 })
    expect(log).toEqual(
      ['0', '2500 after 2499', '5000 after 2499', 'duplicate 1', '5001'].concat([
        'late 4999',
        '5002',
      ]),
    )
  })

  it('gives every packet once, in order, or says why not: any schedule, against a model', () => {
    const schedule = fc.tuple(
      fc.integer({ min: 0, max: 6 }),
      fc.array(fc.integer({ min: 0, max: 25 }), { maxLength: 80 }),
    )
    fc.assert(
      fc.property(schedule, ([depth, sequences]) => {
        const delivered: number[] = []
        const dropped: string[] = []
        let missing = 0
        const window = new SequenceWindow(depth, 1000, {
          deliver: ({ sequence }, gap) => {
            missing += gap
            delivered.push(sequence)
          },
          drop: ({ sequence }, reason) => dropped.push(`${reason} ${sequence}`),
          reordered: () => undefined,
        })
        for (const sequence of sequences) {
          window.push(packetAt(sequence), 0)
          expect(window.size).toBeLessThanOrEqual(depth + sequences.length)
        }
        window.flush()
        const model = modelOf(sequences, depth)
        expect(delivered).toEqual(model.delivered)
        const known = (entry: string): string =>
          Number(entry.split(' ')[1]) < model.begin ? (entry.split(' ')[1] as string) : entry
        expect(dropped.map(known).sort()).toEqual(model.dropped.map(known).sort())
        const first = model.begin
        const last = delivered.at(-1)
        if (last !== undefined && first === 0) expect(missing).toBe(last + 1 - delivered.length)
      }),
      { numRuns: 500 },
    )
  })
})

/** The rule said in another way: what is in time is sorted, the rest is late or came twice. */
function modelOf(sequences: readonly number[], depth: number) {
  const delivered = new Set<number>()
  const cameLate = new Set<number>()
  const dropped: string[] = []
  let highest = sequences[0] ?? 0
  const begin = Math.max(0, highest - depth)
  for (const sequence of sequences) {
    if (delivered.has(sequence) || cameLate.has(sequence)) dropped.push(`duplicate ${sequence}`)
    else if (sequence < Math.max(begin, highest - depth)) {
      dropped.push(`late ${sequence}`)
      cameLate.add(sequence)
    } else {
      delivered.add(sequence)
      highest = Math.max(highest, sequence)
    }
  }
  return { delivered: [...delivered].sort((a, b) => a - b), dropped, begin }
}
