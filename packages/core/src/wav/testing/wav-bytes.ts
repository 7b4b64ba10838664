/** Builds WAV files byte by byte, right ones and wrong ones, for tests. */

/** Numbers as bytes, `[value, size]` each. */
export function fields(
  ...values: readonly (readonly [value: number, size: 1 | 2 | 4 | 8])[]
): Uint8Array {
  return concat(...values.map(([value, size]) => integer(value, size, true)))
}

/** Bytes one after the other. */
export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts))
}

/** Characters as bytes. */
export function ascii(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'latin1'))
}

/** What a test may want wrong about a chunk. */
export interface ChunkOptions {
  readonly statedBytes?: number
  readonly pad?: boolean
  readonly littleEndian?: boolean
}

/** A chunk, padded to an even size. */
export function chunk(id: string, content: Uint8Array, options: ChunkOptions = {}): Uint8Array {
  const { statedBytes = content.length, pad = true, littleEndian = true } = options
  const padding = new Uint8Array(pad ? content.length % 2 : 0)
  return concat(ascii(id), integer(statedBytes, 4, littleEndian), content, padding)
}

/** What a test may want special about a `fmt ` chunk. */
export interface FmtOptions {
  readonly tag?: number
  readonly channelCount?: number
  readonly sampleRate?: number
  readonly bits?: number
  readonly blockAlign?: number
  readonly littleEndian?: boolean
  readonly extra?: Uint8Array
}

/** The content of a `fmt ` chunk: 16-bit mono at 8 kHz unless told otherwise. */
export function fmt(options: FmtOptions = {}): Uint8Array {
  const { tag = 1, channelCount = 1, sampleRate = 8000, bits = 16, littleEndian = true } = options
  const blockAlign = options.blockAlign ?? channelCount * Math.ceil(bits / 8)
  const values = [
    [tag, 2],
    [channelCount, 2],
    [sampleRate, 4],
    [(sampleRate * blockAlign) % 2 ** 32, 4],
    [blockAlign, 2],
    [bits, 2],
  ] as const
  const head = values.map(([value, size]) => integer(value, size, littleEndian))
  return concat(...head, options.extra ?? new Uint8Array(0))
}

/** The tail of an extensible `fmt ` chunk. */
export function extension(validBits: number, mask: number, tag: number): Uint8Array {
  const guidTail = Uint8Array.of(0x80, 0, 0, 0xaa, 0, 0x38, 0x9b, 0x71)
  return concat(fields([22, 2], [validBits, 2], [mask, 4], [tag, 4], [0, 2], [0x10, 2]), guidTail)
}

/** A whole file of chunks. */
export function riff(chunks: readonly Uint8Array[], magic = 'RIFF', form = 'WAVE'): Uint8Array {
  const body = concat(ascii(form), ...chunks)
  return concat(ascii(magic), integer(body.length, 4, magic !== 'RIFX'), body)
}

/** A right little file: 16-bit mono at 8 kHz, the samples given. */
export function plainWav(...samples: readonly number[]): Uint8Array {
  return riff([
    chunk('fmt ', fmt()),
    chunk('data', fields(...samples.map((value) => [value, 2] as const))),
  ])
}

function integer(value: number, size: 1 | 2 | 4 | 8, littleEndian: boolean): Uint8Array {
  const view = new DataView(new ArrayBuffer(size))
  if (size === 1) view.setUint8(0, value)
  else if (size === 2) view.setUint16(0, value, littleEndian)
  else if (size === 4) view.setUint32(0, value, littleEndian)
  else view.setBigUint64(0, BigInt(value), littleEndian)
  return new Uint8Array(view.buffer)
}
