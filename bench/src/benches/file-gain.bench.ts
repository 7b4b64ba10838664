import { fileURLToPath } from 'node:url'
import { BenchFolder } from '../bench-folder.js'
import { childJson } from '../child-json.js'
import { type Bench, childCpuMs, hasProgram } from '../harness.js'
import { writeToneWav } from '../tone-wav.js'

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
  cases() {
    let written: Promise<void> | undefined
    let backend: string | undefined
    const input = async (): Promise<string> => {
      await (written ??= writeToneWav(folder.file('in.wav'), 600))
      return folder.file('in.wav')
    }
    return peers.map(({ command, name, goal, args }) => ({
      name: `10 min of s16 stereo, beside ${command}`,
      unit: 'ms',
      async ours() {
        const own = [await input(), folder.file('ours.wav')]
        backend ??= (await childJson<{ backend: string }>(program, own)).backend
        return childCpuMs(process.execPath, [program, ...own])
      },
      peer: hasProgram(command)
        ? async () => childCpuMs(command, args(await input(), folder.file(`${command}.wav`)))
        : null,
      peerName: name,
      backend: () => String(backend),
      goal,
    }))
  },
  dispose: () => folder.dispose(),
}
