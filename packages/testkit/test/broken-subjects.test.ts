import { PassThrough } from 'node:stream'
import {
  type ContractCase,
  codecContract,
  kernelBackendContract,
  processorContract,
  sinkContract,
  sourceContract,
} from '@patchcord/testkit/contracts'
import { describe, expect, it } from 'vitest'
import { fileBackend } from '../../core/test-support/file-backend.js'
import { brokenBackends } from './broken/broken-backends.js'
import { brokenCodecs, floatCodec } from './broken/broken-codecs.js'
import { brokenFileBackends } from './broken/broken-file-backends.js'
import { brokenPcmBackends, convertingBackend } from './broken/broken-pcm-backends.js'
import { GoodProcessor, brokenProcessors } from './broken/broken-processors.js'
import { GoodSink, brokenSinks } from './broken/broken-sinks.js'
import { EmptySource, GoodSource, brokenSources } from './broken/broken-sources.js'

/** The rule that is meant catches it, and no rule cries that has no reason to. */
async function expectCaught(
  cases: readonly ContractCase[],
  breaks: string,
  also: readonly string[] = [],
): Promise<void> {
  const broken = await brokenRules(cases)
  expect(broken).toContain(breaks)
  expect(broken.filter((rule) => rule !== breaks && !also.includes(rule))).toEqual([])
}

async function brokenRules(cases: readonly ContractCase[]): Promise<readonly string[]> {
  const rules = new Set<string>()
  for (const { rule, run } of cases) {
    await run().catch(() => rules.add(rule))
  }
  return [...rules]
}

function rulesOf(cases: readonly ContractCase[]): readonly string[] {
  return [...new Set(cases.map(({ rule }) => rule))].toSorted()
}

const written = (sink: unknown): Float32Array[] => (sink as GoodSink).channels()

describe('sourceContract', () => {
  const expectations = { frameCount: 5760, makeEmpty: (o: object) => new EmptySource(o) }
  const good = sourceContract((options) => new GoodSource(options), expectations)

  it.each(good)('lets a good source pass: $rule, $name', ({ run }) => run())

  it.each(brokenSources)('catches one that $what by $breaks', async (subject) => {
    const { make, breaks, also, makeEmpty = expectations.makeEmpty } = subject
    await expectCaught(sourceContract(make, { ...expectations, makeEmpty }), breaks, also)
  })

  it('has a broken subject for each rule', () => {
    expect(rulesOf(good)).toEqual(
      [...new Set(brokenSources.map(({ breaks }) => breaks))].toSorted(),
    )
  })
})

describe('processorContract', () => {
  const expectations = { ignoresChunking: true }
  const good = processorContract((options) => new GoodProcessor(options), expectations)

  it.each(good)('lets a good processor pass: $rule, $name', ({ run }) => run())

  it.each(brokenProcessors)('catches one that $what by $breaks', async ({ make, breaks, also }) => {
    await expectCaught(processorContract(make, expectations), breaks, also)
  })

  it('has a broken subject for each rule', () => {
    const caught = new Set(brokenProcessors.map(({ breaks }) => breaks))
    expect(rulesOf(good)).toEqual([...caught].toSorted())
  })
})

describe('sinkContract', () => {
  const good = sinkContract((options) => new GoodSink(options), { written })

  it.each(good)('lets a good sink pass: $rule, $name', ({ run }) => run())

  it.each(brokenSinks)('catches one that $what by $breaks', async ({ make, breaks, also }) => {
    await expectCaught(sinkContract(make, { written }), breaks, also)
  })

  it('has a broken subject for each rule', () => {
    expect(rulesOf(good)).toEqual([...new Set(brokenSinks.map(({ breaks }) => breaks))].toSorted())
  })
})

describe('codecContract', () => {
  const good = codecContract((options) => floatCodec(options))

  it.each(good)('lets a good codec pass: $rule, $name', ({ run }) => run())

  it.each(brokenCodecs)('catches one that $what by $breaks', async ({ faults, breaks, also }) => {
    await expectCaught(
      codecContract((options) => floatCodec(options, faults)),
      breaks,
      also,
    )
  })

  it('has a broken subject for each rule', () => {
    expect(rulesOf(good)).toEqual([...new Set(brokenCodecs.map(({ breaks }) => breaks))].toSorted())
  })
})

describe('kernelBackendContract', () => {
  const expectations = { rounds: 6 }
  const subjects = [...brokenBackends, ...brokenFileBackends, ...brokenPcmBackends]

  it.each(subjects)('catches one that $what by $breaks', async ({ make, breaks, also }) => {
    await expectCaught(kernelBackendContract(make(), expectations), breaks, also)
  })

  it('has a broken subject for each rule', () => {
    const all = { ...convertingBackend(), ...fileBackend() }
    const good = kernelBackendContract(all, expectations)
    const caught = new Set(subjects.map(({ breaks }) => breaks))
    expect(rulesOf(good)).toEqual([...caught].toSorted())
  })
})

describe('every suite', () => {
  it('says what is no port at all', async () => {
    const [first] = processorContract(() => new PassThrough() as never)
    await expect(first?.run()).rejects.toThrow()
  })
})
