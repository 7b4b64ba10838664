/** What can be turned on a processor while it runs, as a user interface needs to know it. */
export interface ParameterDescriptor<Name extends string = string> {
  readonly name: Name
  /** `'dB'`, `'Hz'`, `'ms'`, `'octaves'`, or `''` for a plain number. */
  readonly unit: string
  readonly min: number
  readonly max: number
  readonly defaultValue: number
  /** A sensible step of a dial; values between two steps are taken as well. */
  readonly step: number
  /** Values outside of the range that are taken too: `-Infinity` dB is silence. */
  readonly alsoAccepts?: readonly number[]
}

/** A parameter of a running processor was set: the data of the event `parameter-changed`. */
export interface ParameterChangedEvent {
  /** The name of the stage. */
  readonly stage: string
  /** The name of the parameter. */
  readonly name: string
  readonly value: number
  readonly previous: number
}
