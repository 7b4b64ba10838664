// The same from CommonJS: Node 20.19 and later can require() ES modules.
const assert = require('node:assert')
const { AudioBuffer, bufferSource, gain, isPatchcordError, pipeline } = require('@patchcord/core')
const { collectSink } = require('@patchcord/testkit')

async function main() {
  const buffer = new AudioBuffer({
    sampleRate: 8000,
    channelCount: 1,
    samples: new Float32Array([1, 0.5]),
  })
  const collected = collectSink()
  await pipeline(bufferSource([buffer]), gain({ gainDb: 0 }), collected).finished
  assert.deepStrictEqual([...collected.buffers[0].samples], [1, 0.5])
  assert.throws(
    () => gain({ gainDb: Number.NaN }),
    (error) => isPatchcordError(error, 'invalid-option'),
  )
}

void main()
