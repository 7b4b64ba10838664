import { createPcmDecoder, createPcmEncoder, isPatchcordError } from '@patchcord/core'
import { describe, expect, it } from 'vitest'
import { hasAddons, testingBinding } from './addons.test-support.js'
import { NativeBackend } from './native-backend.js'
import type { NativePcmDecoder, NativePcmEncoder } from './native-binding.js'

const stereo = { sampleFormat: 's16le', channelCount: 2 } as const
const newBackend = (): NativeBackend => new NativeBackend(testingBinding())
const decoder = (): NativePcmDecoder => testingBinding().createPcmDecoder('s16le', 2, 'interleaved')
const encoder = (): NativePcmEncoder =>
  testingBinding().createPcmEncoder('s16le', 2, 'interleaved', 'none', 0)
const someBytes = (length: number): Uint8Array =>
  Uint8Array.from({ length }, (_, at) => (at * 73) & 0xff)

describe.skipIf(!hasAddons)('PCM in the addon (needs Rust)', () => {
  const detached = new Uint8Array(new ArrayBuffer(16))
  structuredClone(detached, { transfer: [detached.buffer] })

  it.each<[string, unknown[], RegExp]>([
    ['bytes that end too early', [new Uint8Array(15), 0, 4, new Float32Array(8), 0], /16 bytes/],
    ['a start too late', [new Uint8Array(16), 1, 4, new Float32Array(8), 0], /17 bytes/],
    ['too few places', [new Uint8Array(16), 0, 4, new Float32Array(6), 0], /4 frames/],
    ['a place too late', [new Uint8Array(16), 0, 4, new Float32Array(8), 1], /5 frames/],
    ['half frames', [new Uint8Array(16), 0, 1, new Float32Array(7), 0], /2 channels/],
    ['a huge count', [new Uint8Array(16), 0, 2 ** 32 - 1, new Float32Array(8), 0], /got 16 bytes/],
    ['a fraction', [new Uint8Array(16), 0, 0.5, new Float32Array(8), 0], /3 must be a count/],
    ['a negative start', [new Uint8Array(16), -1, 1, new Float32Array(8), 0], /2 must be a count/],
    ['no bytes', [new Int16Array(16), 0, 4, new Float32Array(8), 0], /1 must be a Uint8Array/],
    ['no floats', [new Uint8Array(16), 0, 4, new Float64Array(8), 0], /4 must be a Float32Array/],
    ['memory that went away', [detached, 0, 4, new Float32Array(8), 0], /got 0 bytes/],
    ['nothing', [], /argument 1/],
  ])('refuses %s', (_, args, message) => {
    const [bytes, byteStart, frameCount, planar, frameStart] = args
    const calls = [
      () => Reflect.apply(decoder().decode as () => void, undefined, args),
      () =>
        Reflect.apply(encoder().encode as () => void, undefined, [
          ...[planar, frameCount, bytes, byteStart, frameStart],
        ]),
    ]
    const decoded = expect.objectContaining({ code: 'native-argument' }) as Error
    for (const call of calls) expect(call).toThrow(decoded)
    expect(calls[0]).toThrow(message)
  })

  it('refuses formats that are none', () => {
    const { createPcmDecoder: decode, createPcmEncoder: encode } = testingBinding()
    expect(() => decode('s12le', 2, 'planar')).toThrow('a sample format')
    expect(() => decode('s16le', 0, 'planar')).toThrow('from 1 to 1024')
    expect(() => decode('s16le', 1025, 'planar')).toThrow('from 1 to 1024')
    expect(() => decode('s16le', 2, '')).toThrow('a layout')
    expect(() => encode('s16le', 2, 'planar', 'some', 0)).toThrow("'none' or 'tpdf'")
    expect(() => encode('s32le', 2, 'planar', 'tpdf', 0)).toThrow("'none' for this")
    expect(() => encode('s16le', 2, 'planar', 'tpdf', 2 ** 32)).toThrow('a count')
  })

  it('writes nothing but its frames to memory that threads share', () => {
    const bytes = new Uint8Array(new SharedArrayBuffer(30))
    bytes.set(someBytes(30))
    const planar = new Float32Array(new SharedArrayBuffer(4 * 2 * 9)).fill(7)
    const due = new Float32Array(planar.length).fill(7)
    newBackend().createPcmDecoder(stereo).decode(bytes, 3, 6, planar, 2)
    createPcmDecoder(stereo).decode(someBytes(30), 3, 6, due, 2)
    expect([...planar]).toEqual([...due])
    newBackend().createPcmEncoder(stereo).encode(planar, 6, bytes.fill(1), 5, 2)
    const written = new Uint8Array(30).fill(1)
    createPcmEncoder(stereo).encode(due, 6, written, 5, 2)
    expect([...bytes]).toEqual([...written])
  })

  it('reads all before it writes where the two share memory', () => {
    const memory = new ArrayBuffer(64)
    const [bytes, planar] = [new Uint8Array(memory), new Float32Array(memory, 8, 8)]
    bytes.set(someBytes(64))
    const due = new Float32Array(8)
    createPcmDecoder(stereo).decode(someBytes(64), 0, 4, due)
    newBackend().createPcmDecoder(stereo).decode(bytes, 0, 4, planar)
    expect([...planar]).toEqual([...due])
    const written = new Uint8Array(16)
    createPcmEncoder(stereo).encode(due, 4, written, 0)
    newBackend().createPcmEncoder(stereo).encode(planar, 4, bytes, 10)
    expect([...bytes.subarray(10, 26)]).toEqual([...written])
  })

  it('keeps what its functions need, and counts on after a refusal', () => {
    const { encode, clippedSamples, nanSamples } = encoder()
    encode(Float32Array.of(2, NaN), 1, new Uint8Array(4), 0, 0)
    expect(() => encode(Float32Array.of(2, NaN), 1, new Uint8Array(3), 0, 0)).toThrow('4 bytes')
    encode(Float32Array.of(-2, -1), 1, new Uint8Array(4), 0, 0)
    expect([clippedSamples(), nanSamples()]).toEqual([2, 1])
  })

  it('says what is wrong in errors that core knows', () => {
    const encode = (): unknown => newBackend().createPcmEncoder({ ...stereo, channelCount: 0 })
    expect(encode).toThrow('channelCount must be a whole number from 1 to 1024, got 0')
    try {
      encode()
    } catch (error) {
      expect(isPatchcordError(error, 'invalid-option')).toBe(true)
      expect((error as Error).name).toBe('PatchcordError')
    }
    expect.assertions(3)
  })
})
