import { describe, expect, it } from 'vitest'
import {
  type AudioFormat,
  AudioProcessor,
  AudioSource,
  type Emit,
  type Packet,
  type ProcessorOptions,
  pipeline,
  sink,
  source,
} from '../index.js'
import {
  ManualClock,
  mono,
  packetAt,
  passThrough,
} from '../packets/packet-fixtures.test-support.js'

/** Gives some packets and then waits for ever, as a socket does. */
class Waiting extends AudioSource<Packet> {
  constructor(private readonly packets: Packet[]) {
    super()
  }
  protected open(): AudioFormat {
    return mono
  }
  protected readItem(): Packet | Promise<undefined> | undefined {
    return this.packets.shift() ?? new Promise(() => undefined)
  }
}

/** Ends its output a second after the first packet, by the clock. */
class EndsByTimer extends AudioProcessor<Packet, Packet> {
  private timed = false
  constructor(
    options: ProcessorOptions,
    private readonly work: (packet: Packet, emit: Emit<Packet>) => Packet | Promise<Packet>,
  ) {
    super({ ...options, accepts: 'packet' })
  }
  protected processItem(packet: Packet, emit: Emit<Packet>): Packet | Promise<Packet> {
    if (!this.timed) this.clock.schedule(1000, () => this.endOutput())
    this.timed = true
    return this.work(packet, emit)
  }
}

const turns = async (count: number): Promise<void> => {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve))
}

describe('endOutput() outside of a hook', () => {
  it('ends a run whose source has nothing more to give', async () => {
    const clock = new ManualClock()
    const seen: number[] = []
    const end = sink(({ sequence }) => void seen.push(sequence), { accepts: 'packet' })
    const stage = new EndsByTimer({}, (packet) => packet)
    const run = pipeline(new Waiting([packetAt(0), packetAt(1)]), stage, end, { clock })
    await turns(5)
    expect(stage.state).toBe('running')
    clock.advance(1000)
    await run.finished
    expect(seen).toEqual([0, 1])
  })

  it('waits for the hook under way, and for what was emitted late', async () => {
    const clock = new ManualClock()
    const slow = new EndsByTimer({ clock }, async (packet) => {
      clock.advance(1000)
      await turns(3)
      return packet
    })
    const kept = await passThrough<Packet>([packetAt(0), packetAt(1)], [slow])
    expect(kept.map(({ sequence }) => sequence)).toEqual([0])

    let late: Emit<Packet> = () => undefined
    const stage = new EndsByTimer({ clock, highWaterMark: 1 }, (packet, emit) => {
      late = emit
      return packet
    })
    source([packetAt(0)], { format: mono }).pipe(stage, { end: false })
    await turns(5)
    for (const sequence of [1, 2, 3]) late(packetAt(sequence))
    clock.advance(1000)
    const sequences: number[] = []
    for await (const { sequence } of stage) sequences.push(sequence)
    expect(sequences).toEqual([0, 1, 2, 3])
  })

  it('means nothing while the input ends, or once the port is closed', async () => {
    const clock = new ManualClock()
    const stage = new EndsByTimer({ clock }, (packet) => packet)
    expect(await passThrough([packetAt(0)], [stage])).toHaveLength(1)
    clock.advance(1000)
    await stage.close()
    const closed = new EndsByTimer({ clock }, (packet) => packet)
    source([packetAt(0)], { format: mono }).pipe(closed, { end: false })
    await turns(5)
    await closed.close()
    clock.advance(1000)
    expect(closed.state).toBe('closed')
  })
})

describe('admitItem()', () => {
  it('may put another item in the place of one, whose format counts', async () => {
    const stereo = { sampleRate: 48_000, channelCount: 2 }
    class Opens extends AudioProcessor<Packet, Packet> {
      protected override admitItem(packet: Packet): Packet | boolean {
        if (packet.sequence === 1) return packet.with({ format: stereo, frameCount: 7 })
        return packet.sequence !== 2
      }
      protected processItem(packet: Packet): Packet {
        return packet
      }
    }
    const stage = new Opens({ accepts: 'packet' })
    const out = await passThrough<Packet>(
      [0, 1, 2].map((sequence) => packetAt(sequence)),
      [stage],
    )
    expect(out.map(({ format }) => format)).toEqual([mono, stereo])
    expect(stage.inputFormat).toEqual(stereo)
    expect(stage.stats()).toMatchObject({ itemsIn: 3, framesIn: 167, itemsOut: 2, framesOut: 167 })
  })
})
