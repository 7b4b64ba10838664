import { inspect } from 'node:util'
import { type Packet, pipeline, sink, source } from '@patchcord/core'
import { describe, expect, it } from 'vitest'
import { link, mono16, plainPacket } from './sealed-packets.test-support.js'
import { sframeDecrypt } from './sframe-decrypt.js'
import { SFrameEncrypt, sframeEncrypt } from './sframe-encrypt.js'
import { sframeSecretOf } from './sframe-options.js'

const raw = new Uint8Array(32).map((_, index) => index * 11 + 3)
const derived = new Uint8Array(sframeSecretOf({ ...link, key: raw }).baseKey.export())

/** Ways in which six bytes of a key in a row may be written. */
const traces = [raw, derived].flatMap((bytes) =>
  [0, 6, 12, 18, 24].flatMap((start) => {
    const part = Buffer.from(bytes.subarray(start, start + 6))
    return [
      part.toString('hex'),
      [...part].map((byte) => byte.toString(16).padStart(2, '0')).join(' '),
      [...part].join(', '),
      [...part].join(','),
      part.toString('base64'),
      part.toString('base64url'),
      part.toString('latin1'),
    ]
  }),
)

function shown(value: unknown): string {
  const looked = inspect(value, {
    showHidden: true,
    depth: 12,
    getters: true,
    maxArrayLength: null,
  })
  const seen = new Set<unknown>()
  const json = JSON.stringify(value, (_, part: unknown) => {
    if (typeof part === 'bigint') return String(part)
    if (typeof part !== 'object' || part === null) return part
    if (seen.has(part)) return undefined
    seen.add(part)
    return part
  })
  return [looked, looked.replace(/\s+/g, ' '), json, String(value)].join('\n')
}

function expectNoTrace(value: unknown): void {
  const text = shown(value)
  for (const trace of traces) expect(text.includes(trace)).toBe(false)
}

describe('the key of a stream', () => {
  it('would be found by this test', () => {
    for (const plain of [raw, [...derived], { key: Buffer.from(raw).toString('base64') }])
      expect(() => expectNoTrace(plain)).toThrow()
  })

  it('shows in no port, packet, event, statistic or error', async () => {
    const own = { key: raw, sender: 'ada' }
    const [tx, rx] = [sframeEncrypt(own), sframeDecrypt({ ...own, reportIntervalMs: 0 })]
    const seen: unknown[] = []
    for (const name of ['incident', 'drop', 'state-changed'])
      rx.on(name, (event: unknown) => seen.push(event))
    const keep = sink((packet: Packet) => void seen.push(packet), { accepts: 'packet' })
    const twice = source([plainPacket(0), plainPacket(1)], { format: mono16 })
    const run = pipeline(twice, tx, rx, keep)
    seen.push(await run.finished, run.describe(), run.stats())
    seen.push(tx, rx, tx.stats(), rx.stats())
    const failing = new SFrameEncrypt(own, { firstCounter: 2 ** 32 })
    const failed = pipeline(
      source([plainPacket(0)], { format: mono16 }),
      failing,
      sink(() => undefined, { accepts: 'packet' }),
    )
    seen.push(await failed.finished.catch((error: unknown) => error), failing)
    for (const bad of [
      { ...own, key: raw.subarray(1) },
      { ...own, sender: 5 },
      { ...own, x: 1 },
    ]) {
      for (const make of [sframeEncrypt, sframeDecrypt]) {
        let error: unknown
        try {
          make(bad as never)
        } catch (thrown) {
          error = thrown
        }
        expect(error).toHaveProperty('code')
        seen.push(error)
      }
    }
    expect(seen.length).toBeGreaterThan(12)
    for (const value of seen) expectNoTrace(value)
  })
})
