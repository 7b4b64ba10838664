import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BufferPool, source, wavFileSink } from '@patchcord/core'
import { afterAll, describe, expect, it } from 'vitest'
import { sampleBuffers } from '../src/contracts/sample-items.js'
import { connect } from '../src/streams/connect.js'
import { corePorts } from './core-ports.js'
import { portFactories } from './port-factories.js'
import { wavPorts } from './wav-ports.js'

const folder = await mkdtemp(join(tmpdir(), 'core-ports-'))
await connect(source(sampleBuffers(10, new BufferPool())), wavFileSink(join(folder, 'input.wav')))
const entries = [...corePorts(), ...(await wavPorts(folder))].map((entry) => ({
  ...entry,
  variant: entry.variant === undefined ? '' : ` (${entry.variant})`,
}))

afterAll(() => rm(folder, { recursive: true }))

describe.each(entries)('$factory$variant', ({ cases }) => {
  it.each([...cases])('$rule: $name', ({ run }) => run())
})

describe('the list of ports', () => {
  it('has every port that core exports', () => {
    const listed = new Set(entries.map(({ factory }) => factory))
    expect(portFactories().filter((name) => !listed.has(name))).toEqual([])
  })
})
