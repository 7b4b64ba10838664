// Runs two kernels and prints which backend ran them, or the error, as a line of JSON.
// node run.mjs [BACKEND]
import { threadId } from 'node:worker_threads'
import { AudioBuffer, bufferSource, gain, limiter, pipeline, wavFileSink } from '@patchcord/core'

const buffer = () =>
  new AudioBuffer({ sampleRate: 48_000, channelCount: 1, samples: new Float32Array(480).fill(0.5) })
const [, , backend = 'auto'] = process.argv
const outcome = await pipeline(
  bufferSource([buffer(), buffer(), buffer()]),
  gain({ gainDb: -6 }),
  limiter({ ceilingDb: -1 }),
  wavFileSink(`run-${threadId}.wav`),
  { backend },
).finished.catch((error) => error)
console.log(
  JSON.stringify({
    ...outcome.backend,
    fused: outcome.fusedGroups?.length,
    code: outcome.code,
    message: outcome.message,
  }),
)
