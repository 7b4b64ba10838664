import { beforeEach, describe, expect, it, vi } from 'vitest'
import {
  AudioBuffer,
  type AudioFormat,
  AudioSink,
  type KernelBackend,
  type PipelineOptions,
  PatchcordError,
  type RunReport,
  broadcast,
  bufferSource,
  gain,
  jsBackend,
  mix,
  pipeline,
  processor,
  sink,
} from '../index.js'
import { type BackendLookup, lookUpBackend } from './look-up-backend.js'

vi.mock(import('./look-up-backend.js'), () => ({ lookUpBackend: vi.fn() }))

const native: KernelBackend = { ...jsBackend, name: 'native' }
const format = { sampleRate: 8000, channelCount: 1 }
const input = () => bufferSource([new AudioBuffer({ ...format, samples: Float32Array.of(1) })])
const end = () => sink(() => {})
const finds = (lookup: BackendLookup): void =>
  void vi.mocked(lookUpBackend).mockReset().mockResolvedValue(lookup)
const looks = (): number => vi.mocked(lookUpBackend).mock.calls.length
const stageBackends = ({ stages }: RunReport): unknown[] => stages.map(({ backend }) => backend)

/** Takes stereo only, and does not say so in advance. */
class Stereo extends AudioSink {
  protected override open({ channelCount }: AudioFormat): void {
    if (channelCount === 2) return
    throw new PatchcordError('format-unsupported', 'stereo only', {
      details: { supported: { ...format, channelCount: 2 } },
    })
  }
  protected writeItem(): void {}
}

describe('the backend of a run', () => {
  beforeEach(() => finds({ backend: native }))

  it('is the native one where it is found', async () => {
    const stage = gain()
    const report = await pipeline(input(), stage, gain(), end()).finished
    expect(report.backend).toEqual({ name: 'native' })
    expect(stageBackends(report)).toEqual([undefined, 'native', 'native', undefined])
    expect([stage.backend, looks()]).toEqual([native, 1])
  })

  it('is TypeScript where it is not found, and says why', async () => {
    finds({ reason: 'it is away' })
    const report = await pipeline(input(), gain(), end()).finished
    expect(report.backend).toEqual({ name: 'js', fallbackReason: 'it is away' })
    expect(stageBackends(report)).toEqual([undefined, 'js', undefined])
  })

  it('is TypeScript where that is chosen, and nothing is looked up', async () => {
    const report = await pipeline(input(), gain(), end(), { backend: 'js' }).finished
    expect([report.backend, looks()]).toEqual([{ name: 'js' }, 0])
  })

  it('is not looked up where no kernel needs one', async () => {
    const pass = processor((buffer) => buffer)
    const none = await pipeline(input(), pass, end(), { backend: 'native' }).finished
    expect([none.backend, stageBackends(none)]).toEqual([{ name: 'js' }, Array(3).fill(undefined)])
    const own = await pipeline(input(), gain({ backend: native }), end()).finished
    const two = [gain({ backend: native }), gain({ backend: jsBackend })] as const
    const mixed = await pipeline(input(), ...two, end()).finished
    expect([own.backend, mixed.backend]).toEqual([{ name: 'native' }, { name: 'js' }])
    expect(stageBackends(mixed)).toEqual([undefined, 'native', 'js', undefined])
    expect(looks()).toBe(0)
  })

  it('leaves processors theirs', async () => {
    const own = gain({ backend: jsBackend })
    const report = await pipeline(input(), own, gain(), end()).finished
    expect(report.backend).toEqual({ name: 'native' })
    expect(stageBackends(report)).toEqual([undefined, 'js', 'native', undefined])
  })

  it('is looked up for a stage that is put in', async () => {
    const report = await pipeline(input(), new Stereo(), { backend: 'native' }).finished
    expect(report.stages.map(({ inserted }) => inserted)).toEqual([false, true, false])
    expect([report.backend, looks()]).toEqual([{ name: 'native' }, 1])
    const again = await pipeline(input(), gain(), new Stereo()).finished
    expect(stageBackends(again)).toEqual([undefined, 'native', 'native', undefined])
    expect(looks()).toBe(2)
  })

  it('fails the run where it was asked for by name and is not there', async () => {
    finds({ reason: 'it is away' })
    for (const [source, stages] of [
      [input(), [gain(), end()]],
      [input(), [new Stereo()]],
    ] as const) {
      const run = pipeline(source, ...(stages as readonly [AudioSink]), { backend: 'native' })
      const error: unknown = await run.finished.catch((thrown: unknown) => thrown)
      expect(error).toMatchObject({ code: 'backend-missing', details: { reason: 'it is away' } })
      expect((error as Error).message).toMatch(/it is away; install .*devices-native/)
      expect([source, ...stages].map(({ closed }) => closed)).toEqual(
        [source, ...stages].map(() => true),
      )
    }
  })

  it('is not used by a run that has ended meanwhile', async () => {
    let answer = (_lookup: BackendLookup): void => undefined
    vi.mocked(lookUpBackend).mockReturnValue(new Promise((resolve) => (answer = resolve)))
    const ports = [input(), new Stereo()] as const
    const run = pipeline(...ports)
    while (looks() === 0) await new Promise((resolve) => void setImmediate(resolve))
    const stopped = run.stop()
    answer({ backend: native })
    expect((await stopped).stages.map(({ state }) => state)).toEqual(['closed', 'closed'])
  })

  it('is chosen for the branches of broadcast and the inputs of mix too', async () => {
    const options: PipelineOptions = { backend: 'js', fuse: false }
    await pipeline(mix([[input(), gain()]]), broadcast([gain(), end()]), options).finished
    expect(looks()).toBe(0)
    const ends = broadcast([gain(), end()])
    const { stages } = await pipeline(mix([[input(), gain()]]), ends).finished
    expect(stages.map(({ runs }) => runs?.[0]?.backend.name)).toEqual(['native', 'native'])
  })

  it.each([{ backend: 'rust' }, { backend: null }, { fuse: 1 }, { fuse: 'yes' }])(
    'is refused at the door: %o',
    (options) => {
      const wrong = () => pipeline(input(), end(), options as unknown as PipelineOptions)
      expect(wrong).toThrow(expect.objectContaining({ code: 'invalid-option' }))
    },
  )
})
