import { AssertionError } from 'node:assert'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { PatchcordError, checkKnownOptions, checkNumber } from '@patchcord/core'
import { checkBoolean } from '../options/check-boolean.js'

/** Options of {@link matchesGolden}. */
export interface GoldenOptions {
  /**
   * How far a sample may be off, as a factor of full scale: 0 or more.
   *
   * @defaultValue 0
   */
  readonly tolerance?: number
  /**
   * Writes the samples to the file instead of comparing them, and makes its folder.
   *
   * @defaultValue false
   */
  readonly update?: boolean
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}

/**
 * Reads a golden file: 32-bit floats, little-endian, and nothing else (`sox -t f32` plays it).
 *
 * Throws `file-not-found`, `file-invalid` (a length that is no multiple of 4) or `io-failed`.
 *
 * @example
 * ```ts
 * import { matchesGolden, readGolden } from '@patchcord/testkit'
 *
 * await matchesGolden('golden/ramp.f32', Float32Array.of(0, 0.5, 1), { update: true })
 * console.log(await readGolden('golden/ramp.f32')) // Float32Array(3) [ 0, 0.5, 1 ]
 * ```
 */
export async function readGolden(path: string): Promise<Float32Array> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    if (!isMissing(cause)) {
      throw new PatchcordError('io-failed', `cannot read the golden file ${path}`, { cause })
    }
    throw new PatchcordError(
      'file-not-found',
      `there is no golden file ${path}; look at the output, and write it with update: true`,
      { details: { path }, cause },
    )
  })
  if (bytes.length % 4 !== 0) {
    throw new PatchcordError('file-invalid', `${path} holds ${bytes.length} bytes, no whole floats`)
  }
  return Float32Array.from({ length: bytes.length / 4 }, (_, index) => bytes.readFloatLE(index * 4))
}

async function writeGolden(path: string, samples: Float32Array): Promise<void> {
  const bytes = Buffer.alloc(samples.length * 4)
  samples.forEach((sample, index) => bytes.writeFloatLE(sample, index * 4))
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, bytes)
}

/**
 * Whether samples are those of a golden file. Returns `true`, or throws an `AssertionError` that
 * names the first sample that is off, and the worst.
 *
 * @example
 * ```ts
 * import { matchesGolden } from '@patchcord/testkit'
 *
 * await matchesGolden('golden/steps.f32', Float32Array.of(0, 0.25), { update: true })
 * console.log(await matchesGolden('golden/steps.f32', Float32Array.of(0, 0.2501), { tolerance: 0.001 })) // true
 * ```
 */
export async function matchesGolden(
  path: string,
  samples: Float32Array,
  options: GoldenOptions = {},
): Promise<true> {
  checkKnownOptions('matchesGolden', options, ['tolerance', 'update'])
  const tolerance = checkNumber('tolerance', options.tolerance ?? 0, { min: 0 })
  if (checkBoolean('update', options.update ?? false)) {
    await writeGolden(path, samples)
    return true
  }
  const golden = await readGolden(path)
  const complain = (message: string, actual: unknown, expected: unknown): never => {
    throw new AssertionError({
      message: `${path}: ${message}`,
      actual,
      expected,
      operator: 'golden',
    })
  }
  if (golden.length !== samples.length) {
    complain(`${samples.length} samples instead of ${golden.length}`, samples.length, golden.length)
  }
  let [first, worst] = [-1, 0]
  golden.forEach((expected, index) => {
    const error = Math.abs((samples[index] as number) - expected)
    if (error <= tolerance) return
    if (first < 0) first = index
    worst = Math.max(worst, error)
  })
  if (first < 0) return true
  return complain(
    `sample ${first} is ${samples[first]} instead of ${golden[first]}; the worst is off by ${worst}, ${tolerance} is tolerated`,
    samples[first],
    golden[first],
  )
}
