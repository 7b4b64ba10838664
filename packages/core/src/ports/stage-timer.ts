/** One call in so many is timed: a clock read costs as much as a native call. */
const sampleEvery = 16

/**
 * Times a stage's hook on a sample of its calls. The first call is always timed, so that short
 * runs have a figure too.
 *
 * @internal
 */
export class StageTimer {
  private calls = 0
  /** The longest of all timed calls. */
  maxUs = 0
  readonly samplesUs: number[] = []
  private readonly maxSamples = 8192
  private keepOneIn = 1
  private kept = 0

  /** Whether the next call is to be timed. */
  due(): boolean {
    return this.calls++ % sampleEvery === 0
  }

  add(durationMs: number): void {
    if (durationMs * 1000 > this.maxUs) this.maxUs = durationMs * 1000
    if (this.kept++ % this.keepOneIn !== 0) return
    this.samplesUs.push(durationMs * 1000)
    if (this.samplesUs.length < this.maxSamples) return
    // Long runs: halve what is kept and how often more is added.
    for (let index = 0; index < this.samplesUs.length / 2; index++) {
      this.samplesUs[index] = this.samplesUs[index * 2] as number
    }
    this.samplesUs.length = Math.floor(this.samplesUs.length / 2)
    this.keepOneIn *= 2
  }
}
