import type { KeyObject } from 'node:crypto'
import { type PortOptions, checkChoice, invalidOption, portOptionNames } from '@patchcord/core'
import { deriveKey } from '../keys/derive-key.js'
import { type SecretKey, secretKeyOf } from '../keys/secret-key.js'
import {
  type SFrameSuite,
  type SFrameSuiteParts,
  sframeSuiteNames,
  sframeSuites,
} from './sframe-suite.js'

/** What both ends of an encrypted stream have to agree on. */
export interface SFrameOptions extends PortOptions {
  /** The secret that both ends share: a `KeyObject` of 256 bits, or its 32 bytes. */
  readonly key: SecretKey
  /**
   * Who sends: the same text at both ends, and another one for everybody else who sends under this
   * key. 1 to 255 bytes of UTF-8. Each sender has keys of its own, so a packet that is thrown back
   * at its sender is refused.
   */
  readonly sender: string
  /**
   * Which stream of the sender's it is, where there are several, or which way it goes, where both
   * ends have the same name: `'up'` and `'down'`. The same text at both ends, up to 255 bytes.
   *
   * @defaultValue `''`
   */
  readonly direction?: string
  /**
   * The cipher suite, the same at both ends.
   *
   * @defaultValue `'AES_256_GCM_SHA512_128'`
   */
  readonly suite?: SFrameSuite
}

/** The names of {@link SFrameOptions}. @internal */
export const sframeOptionNames: readonly string[] = [
  ...portOptionNames,
  'key',
  'sender',
  'direction',
  'suite',
]

/** What the keys of a stream are made from. @internal */
export interface SFrameSecret {
  readonly suite: SFrameSuiteParts
  /** HKDF of the shared key, the direction and the sender. */
  readonly baseKey: KeyObject
}

/** Checks what both ends have in common. @internal */
export function sframeSecretOf(options: SFrameOptions): SFrameSecret {
  const { key, sender, direction = '', suite = 'AES_256_GCM_SHA512_128' } = options
  const secret = secretKeyOf(key)
  checkName('sender', sender, 1)
  checkName('direction', direction, 0)
  const parts = sframeSuites[checkChoice('suite', suite, sframeSuiteNames)]
  return { suite: parts, baseKey: deriveKey(secret, ['patchcord sframe', direction, sender]) }
}

/** The options that every port takes; nothing else may stay with a port, least of all the key. @internal */
export function portOptionsOf(options: PortOptions): PortOptions {
  return Object.fromEntries(
    portOptionNames.flatMap((name) =>
      options[name] === undefined ? [] : [[name, options[name]] as const],
    ),
  )
}

function checkName(name: string, value: unknown, leastBytes: number): void {
  const bytes = typeof value === 'string' ? Buffer.byteLength(value) : -1
  if (bytes < leastBytes || bytes > 255)
    throw invalidOption(name, `text of ${leastBytes} to 255 bytes`, value)
}
