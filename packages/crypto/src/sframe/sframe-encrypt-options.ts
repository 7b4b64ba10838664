import { checkKnownOptions, checkNumber } from '@patchcord/core'
import { mostEndMarkers } from './inner-flags.js'
import type { SealerSettings } from './packet-sealer.js'
import { type SFrameOptions, sframeOptionNames } from './sframe-options.js'

/** Options of {@link sframeEncrypt}. */
export interface SFrameEncryptOptions extends SFrameOptions {
  /**
   * How long one key is used, in milliseconds: 1 to 43 200 000 (12 hours). The next one is a step
   * of the ratchet; after 63 steps, and after 12 hours, a new session begins by itself.
   *
   * @defaultValue 600 000: ten minutes
   */
  readonly rotateAfterMs?: number
  /**
   * How many packets one key protects at most: 1 to 2^24.
   *
   * @defaultValue 2^20
   */
  readonly rotateAfterPackets?: number
  /**
   * Fills packets up to a multiple of this many bytes, 64 to 65 536, so that sizes tell less:
   * with 1200, all packets of ordinary speech are equally long.
   *
   * @defaultValue none: a packet is as long as its content and some 45 bytes
   */
  readonly padToBytes?: number
  /**
   * How often the end is told, 0 to 16 times: on a link that loses packets, one may not arrive.
   * With 0 the other end cannot tell an end from a link that was cut.
   *
   * @defaultValue 3
   */
  readonly endMarkers?: number
}

/** The options with their defaults. @internal */
export interface CheckedEncryptOptions extends SealerSettings {
  readonly endMarkers: number
}

const names = [
  ...sframeOptionNames,
  'rotateAfterMs',
  'rotateAfterPackets',
  'padToBytes',
  'endMarkers',
]

/** Checks what only the sender has. @internal */
export function checkEncryptOptions(options: SFrameEncryptOptions): CheckedEncryptOptions {
  checkKnownOptions('sframeEncrypt', options, names)
  const { padToBytes } = options
  const whole = (
    name: 'rotateAfterMs' | 'rotateAfterPackets' | 'padToBytes' | 'endMarkers',
    value: number,
    min: number,
    max: number,
    unit: string,
  ): number => checkNumber(name, value, { min, max, integer: true, unit })
  const { rotateAfterMs = 600_000, rotateAfterPackets = 2 ** 20, endMarkers = 3 } = options
  return {
    rotateAfterMs: whole('rotateAfterMs', rotateAfterMs, 1, 43_200_000, 'ms'),
    rotateAfterPackets: whole('rotateAfterPackets', rotateAfterPackets, 1, 2 ** 24, 'packets'),
    padToBytes:
      padToBytes === undefined ? undefined : whole('padToBytes', padToBytes, 64, 65_536, 'bytes'),
    endMarkers: whole('endMarkers', endMarkers, 0, mostEndMarkers, 'packets'),
  }
}
