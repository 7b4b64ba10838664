import { fileURLToPath } from 'node:url'
import { BenchFolder } from '../bench-folder.js'
import { childJson } from '../child-json.js'
import { childSays } from '../child-says.js'
import { type Bench, hasProgram } from '../harness.js'
import { writeToneWav } from '../tone-wav.js'

const program = fileURLToPath(new URL('../programs/gain-wav.js', import.meta.url))
const folder = new BenchFolder('file-memory')

/** The most that a process holds while a file goes through a gain; with 10 minutes as with one. */
export const bench: Bench = {
  name: 'memory',
  cases() {
    const written = new Map<number, Promise<void>>()
    let backend: string | undefined
    async function input(minutes: number): Promise<string> {
      const path = folder.file(`${minutes}.wav`)
      if (!written.has(minutes)) written.set(minutes, writeToneWav(path, 60 * minutes))
      await written.get(minutes)
      return path
    }
    async function ownPeakMb(minutes: number): Promise<number> {
      const args = [await input(minutes), folder.file('ours.wav')]
      const ran = await childJson<{ backend: string; peakMb: number }>(program, args)
      backend = ran.backend
      return ran.peakMb
    }
    async function ffmpegPeakMb(minutes: number): Promise<number> {
      const said = await childSays('ffmpeg', [
        ...['-nostdin', '-hide_banner', '-nostats', '-benchmark', '-y'],
        ...['-i', await input(minutes), '-af', 'volume=-6dB'],
        ...['-c:a', 'pcm_s16le', folder.file('ffmpeg.wav')],
      ])
      return Number(/bench: maxrss=(\d+)kB/.exec(said)?.[1]) / 1024
    }
    const common = { peerName: 'ffmpeg -af volume', warmUpRuns: 1, backend: () => String(backend) }
    const hasPeer = hasProgram('ffmpeg')
    return [
      {
        ...common,
        name: 'peak of file-gain, 10 min of s16 stereo',
        unit: 'MB',
        ours: () => ownPeakMb(10),
        peer: hasPeer ? () => ffmpegPeakMb(10) : null,
        goal: 0.7,
      },
      {
        ...common,
        name: 'the peak with 10 min by that with 1 min',
        unit: 'of 1',
        ours: async () => (await ownPeakMb(10)) / (await ownPeakMb(1)),
        peer: () => 1.1,
        peerName: 'flat within a tenth',
        goal: 1,
      },
    ]
  },
  dispose: () => folder.dispose(),
}
