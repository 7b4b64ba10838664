import { expect, test } from 'vitest'
import { TpdfDither } from './tpdf-dither.js'
import { UnfitTally } from './unfit-tally.js'
import { writeCounted, writeDithered } from './write-channel.js'
import { writeS16 } from './write-integers.js'

const planar = new Float32Array(3000)
  .fill(0.25 / 32_768)
  .fill(5, 2990)
  .fill(NaN, 2999)

test('a counted writer keeps the account of clipped and NaN samples', () => {
  const tally = new UnfitTally()
  writeCounted(writeS16, tally)(0, planar, 0, 3000, new DataView(new ArrayBuffer(6000)), 0, 2, true)
  expect(tally).toMatchObject({ clippedSamples: 9, nanSamples: 1 })
})

test('a dithered writer writes every piece at its place, with the noise of its channel', () => {
  const views = [0, 1, 0].map((channel, index) => {
    const tally = new UnfitTally()
    const view = new DataView(new ArrayBuffer(12_000))
    const write = writeDithered(writeS16, tally, new TpdfDither(0x8000, 2, 4))
    write(channel, planar, 0, 3000, view, 2, 4, true)
    expect(tally, `${index}`).toMatchObject({ clippedSamples: 9, nanSamples: 1 })
    return new Int16Array(view.buffer)
  })
  expect(views[0]).toEqual(views[2])
  expect(views[0]).not.toEqual(views[1])
  const dithered = new Float32Array(3000)
  new TpdfDither(0x8000, 2, 4).apply(0, planar, 0, 3000, dithered)
  for (let frame = 0; frame < 2990; frame++) {
    expect(views[0]![2 * frame + 1]).toBe(dithered[frame]! * 0x8000)
    expect(views[0]![2 * frame]).toBe(0)
  }
})
