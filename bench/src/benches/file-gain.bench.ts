import { fileURLToPath } from 'node:url'
import { BenchFolder } from '../bench-folder.js'
import { besidePrograms } from '../beside-programs.js'
import type { Bench } from '../harness.js'

const program = fileURLToPath(new URL('../programs/gain-wav.js', import.meta.url))
const folder = new BenchFolder('file-gain')

/** Programs that make a 16-bit file softer by 6 dB, each with the start of its process. */
const peers = [
  {
    command: 'ffmpeg',
    name: 'ffmpeg -af volume',
    goal: 1.2,
    args: (input: string, output: string) => [
      ...['-nostdin', '-hide_banner', '-loglevel', 'error', '-y', '-i', input],
      ...['-af', 'volume=-6dB', '-c:a', 'pcm_s16le', output],
    ],
  },
  {
    command: 'sox',
    name: 'sox gain',
    goal: 1,
    // Without dither, which the others do not add either.
    args: (input: string, output: string) => ['-D', input, output, 'gain', '-6'],
  },
  {
    command: 'gst-launch-1.0',
    name: 'GStreamer volume',
    goal: 0.5,
    args: (input: string, output: string) => [
      ...['-q', 'filesrc', `location=${input}`, '!', 'wavparse', '!'],
      ...['volume', 'volume=0.501187', '!', 'wavenc', '!', 'filesink', `location=${output}`],
    ],
  },
]

/** From file to file, 10 minutes of stereo, as whole processes: start, work and end. */
export const bench: Bench = {
  name: 'file-gain',
  cases: () =>
    besidePrograms({ folder, program, peers, name: '10 min of s16 stereo', minutes: 10 }),
  dispose: () => folder.dispose(),
}
