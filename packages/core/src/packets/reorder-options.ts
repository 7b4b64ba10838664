import { checkKnownOptions, checkNumber } from '../errors/option-checks.js'
import { type PortOptions, portOptionNames } from '../ports/port-options.js'

/** Options of {@link reorder}. */
export interface ReorderOptions extends PortOptions {
  /**
   * How far packets may overtake: a missing packet is given up when one has come whose sequence
   * number is more than this ahead of it. 0 to 1024; 0 waits for none.
   *
   * @defaultValue 8: 160 ms of packets of 20 ms
   */
  readonly depthPackets?: number
  /**
   * How long a packet is held back at most for others that are missing, in milliseconds by the
   * clock: for live links, where the packets that would push it out may stay away too. Above 0,
   * up to 60 000.
   *
   * @defaultValue none: only packets count, so that the outcome does not depend on time
   */
  readonly timeoutMs?: number
  /**
   * How many packets outside of the window, close together and with none in order between them,
   * mean that the sender has begun anew: 1 to 1024.
   *
   * @defaultValue 8
   */
  readonly restartPackets?: number
}

/** The options with their defaults. @internal */
export interface CheckedReorderOptions {
  readonly depthPackets: number
  readonly timeoutMs: number | undefined
  readonly restartPackets: number
}

const names = [...portOptionNames, 'depthPackets', 'timeoutMs', 'restartPackets']

/** Checks the options at the door. @internal */
export function checkReorderOptions(options: ReorderOptions): CheckedReorderOptions {
  checkKnownOptions('reorder', options, names)
  const { depthPackets = 8, timeoutMs, restartPackets = 8 } = options
  checkNumber('depthPackets', depthPackets, { min: 0, max: 1024, integer: true, unit: 'packets' })
  checkNumber('restartPackets', restartPackets, {
    min: 1,
    max: 1024,
    integer: true,
    unit: 'packets',
  })
  if (timeoutMs !== undefined)
    checkNumber('timeoutMs', timeoutMs, { min: 0, aboveMin: true, max: 60_000, unit: 'ms' })
  return { depthPackets, timeoutMs, restartPackets }
}
