import { AudioBuffer } from '@patchcord/core'
import { describe, expect, it } from 'vitest'
import { Spots } from '../spots.js'
import { Waveform } from '../waveform.js'
import { type PictureContent, drawPicture } from './draw-picture.js'
import { escapeXml } from './escape-xml.js'
import { timeTicks } from './time-ticks.js'

function content(changes: Partial<PictureContent> = {}): PictureContent {
  const waveform = new Waveform(64)
  const samples = Float32Array.from({ length: 8000 }, (_, index) => Math.sin(index / 10) / 2)
  waveform.add(new AudioBuffer({ sampleRate: 8000, channelCount: 1, samples }))
  return {
    title: 'Voice link: <a> & "b"',
    about: ['gain', 'loss'],
    input: { waveform, about: 'mono' },
    output: { waveform, about: 'mono' },
    sampleRate: 8000,
    ceilingDb: -1,
    spots: spotsAt([4000]),
    concealed: 'concealed: 1 spot',
    ...changes,
  }
}

function spotsAt(positions: readonly number[]): Spots {
  const spots = new Spots()
  for (const position of positions) spots.add({ position, frameCount: 160 })
  return spots
}

/** Names of the elements that are open at the end of the text; every attribute must be quoted. */
function unclosed(svg: string): string[] {
  const open: string[] = []
  for (const [, slash, name, rest, empty] of svg.matchAll(
    /<(\/?)([a-z]+)((?:\s[\w-]+="[^"<]*")*)\s*(\/?)>/gi,
  )) {
    if (slash === '/') expect(open.pop()).toBe(name)
    else if (empty !== '/') open.push(name as string)
    expect(rest).not.toContain('NaN')
  }
  expect(svg.replaceAll(/<(\/?)([a-z]+)((?:\s[\w-]+="[^"<]*")*)\s*(\/?)>/gi, '')).not.toMatch(
    /[<"]/,
  )
  return open
}

describe('drawPicture', () => {
  it('is well-formed and escapes what it is given', () => {
    const svg = drawPicture(content())
    expect(unclosed(svg.replace(/<style>[^]*<\/style>/, ''))).toEqual([])
    expect(svg).toContain('Voice link: &lt;a&gt; &amp; &quot;b&quot;')
  })

  it('has a title, both axes, a legend and colours for the dark', () => {
    const svg = drawPicture(content())
    for (const part of ['Sent', 'Received', '0 dB', '0.5 s', 'RMS', 'concealed: 1 spot']) {
      expect(svg).toContain(part)
    }
    expect(svg).toContain('prefers-color-scheme: dark')
  })

  it('marks each concealed spot in both plots and between them', () => {
    const svg = drawPicture(content({ spots: spotsAt([1000, 3000, 5000]) }))
    const bands = [...svg.matchAll(/class="concealed band" d="([^"]*)"/g)].map(
      ([, path]) => path as string,
    )
    expect(bands.map((path) => path.split('M').length - 1)).toEqual([3, 3])
    // The second spot begins at 3000 of 8000 frames: 76 + 1092 * 3 / 8.
    expect(bands[0]).toContain('M485.5,')
    expect(/class="concealed" d="([^"]*)"/.exec(svg)?.[1]?.split('M')).toHaveLength(4)
  })

  it('shows how dense the spots lie where they are too many', () => {
    const positions = Array.from({ length: 2000 }, (_, index) => index * 400)
    const svg = drawPicture(content({ spots: spotsAt(positions) }))
    expect(svg).not.toContain('class="concealed band" d=')
    expect(/class="concealed" d="([^"]*)"/.exec(svg)?.[1]?.split('M').length).toBeGreaterThan(500)
  })

  it('draws nothing where there is no audio', () => {
    const waveform = new Waveform()
    const empty = { waveform, about: 'mono' }
    const svg = drawPicture(content({ input: empty, output: empty, spots: new Spots() }))
    expect(unclosed(svg.replace(/<style>[^]*<\/style>/, ''))).toEqual([])
    expect(svg).not.toContain('class="input peaks"  d')
  })

  it('stays small however long the recording is', () => {
    const waveform = new Waveform()
    const samples = new Float32Array(16_384).fill(0.1234)
    for (let position = 0; position < 2 ** 25; position += samples.length) {
      waveform.add(new AudioBuffer({ sampleRate: 44_100, channelCount: 1, samples, position }))
    }
    const side = { waveform, about: '' }
    expect(drawPicture(content({ input: side, output: side })).length).toBeLessThan(250_000)
  })
})

describe('timeTicks', () => {
  it.each([
    [0, ['0 s']],
    [0.05, 12],
    [
      1,
      [
        '0.0 s',
        '0.1 s',
        '0.2 s',
        '0.3 s',
        '0.4 s',
        '0.5 s',
        '0.6 s',
        '0.7 s',
        '0.8 s',
        '0.9 s',
        '1.0 s',
      ],
    ],
    [12.27, ['0 s', '2 s', '4 s', '6 s', '8 s', '10 s', '12 s']],
    [300, ['0:00', '0:30', '1:00', '1:30', '2:00', '2:30', '3:00', '3:30', '4:00', '4:30', '5:00']],
    [
      3600,
      [
        '0:00',
        '5:00',
        '10:00',
        '15:00',
        '20:00',
        '25:00',
        '30:00',
        '35:00',
        '40:00',
        '45:00',
        '50:00',
        '55:00',
        '1:00:00',
      ],
    ],
    [1_000_000, 12],
  ])('of %d s are round', (seconds, expected) => {
    const labels = timeTicks(seconds).map(({ label }) => label)
    if (typeof expected === 'number') {
      expect(labels.length).toBeLessThanOrEqual(expected + 1)
      expect(new Set(labels).size).toBe(labels.length)
    } else expect(labels).toEqual(expected)
  })
})

describe('escapeXml', () => {
  it('leaves nothing that XML cannot hold', () => {
    expect(escapeXml('a<b>&"\u0000\u001b\ud800é')).toBe('a&lt;b&gt;&amp;&quot;\ufffd\ufffd\ufffdé')
  })
})
