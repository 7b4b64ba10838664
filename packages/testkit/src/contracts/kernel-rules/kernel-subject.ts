import { AudioBuffer, type AudioFormat, type KernelSpec } from '@patchcord/core'
import type { Dice } from './dice.js'
import type { KernelKind } from './kernel-kinds.js'

/** A random kernel described for a random format, and what it may change to. */
export interface KernelSubject {
  readonly kind: KernelKind
  readonly format: AudioFormat
  readonly spec: KernelSpec
  /** What it is to be at each change, one after the other. */
  readonly changes: readonly KernelSpec[]
}

/** A random format of 1 to 8 channels. */
export function randomFormat(dice: Dice): AudioFormat {
  return { sampleRate: dice.pick([8000, 16_000, 44_100, 48_000]), channelCount: dice.whole(1, 8) }
}

/**
 * Has a processor describe its kernel, as a run would: the specs are what core makes of options,
 * and have gone through JSON as a backend may send them.
 */
export function randomSubject(dice: Dice, kind: KernelKind, format: AudioFormat): KernelSubject {
  const port = kind.make(dice, {})
  const samples = new Float32Array(format.channelCount)
  port.write(new AudioBuffer({ ...format, samples }))
  const specNow = (): KernelSpec => JSON.parse(JSON.stringify(port.kernels[0])) as KernelSpec
  const spec = specNow()
  const changes = Array.from({ length: kind.change === undefined ? 0 : 6 }, () => {
    const change = kind.change?.(dice)
    if (change !== undefined) port.set(change.name, change.value)
    return specNow()
  })
  port.destroy()
  return { kind, format, spec, changes }
}
