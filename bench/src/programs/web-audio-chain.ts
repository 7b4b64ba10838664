// web-audio-chain FOLDER SECONDS: the work of sine-chain by the node-web-audio-api installed in a
// folder. Its oscillator is mono, so the gains are told to work on both channels, like ours.
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { peakMemoryMb } from '../peak-memory-mb.js'

/** As much of it as is used here; its own types want a browser's. */
interface WebAudio {
  readonly OfflineAudioContext: new (
    channels: number,
    frames: number,
    sampleRate: number,
  ) => {
    readonly destination: object
    startRendering(): Promise<{ readonly length: number }>
  }
  readonly OscillatorNode: new (
    context: object,
    options: object,
  ) => WebAudioNode & { start(): void }
  readonly GainNode: new (context: object, options: object) => WebAudioNode
}

interface WebAudioNode {
  connect(next: object): void
}

const [folder = '', seconds = ''] = process.argv.slice(2)
const load = createRequire(join(folder, 'package.json'))
const { OfflineAudioContext, OscillatorNode, GainNode } = load('node-web-audio-api') as WebAudio

const sampleRate = 48_000
const frameCount = Number(seconds) * sampleRate
const before = process.cpuUsage()
const context = new OfflineAudioContext(2, frameCount, sampleRate)
const oscillator = new OscillatorNode(context, { frequency: 440 })
let last: WebAudioNode = oscillator
for (const gainDb of [-7, 2, -3, 1]) {
  const next = new GainNode(context, {
    gain: 10 ** (gainDb / 20),
    channelCount: 2,
    channelCountMode: 'explicit',
  })
  last.connect(next)
  last = next
}
last.connect(context.destination)
oscillator.start()
const { length } = await context.startRendering()
const { user, system } = process.cpuUsage(before)
if (length !== frameCount) throw new Error('frames were lost')
console.log(JSON.stringify({ cpuMs: (user + system) / 1000, peakMb: peakMemoryMb() }))
