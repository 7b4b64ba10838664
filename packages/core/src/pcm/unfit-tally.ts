/** The account of samples that could not be written as they were. */
export class UnfitTally {
  /** Samples beyond the range of the format, infinite ones among them: written as its end. */
  clippedSamples = 0
  /** Samples that were no number: written as silence. */
  nanSamples = 0

  /** Adds what a writer reports, and how many of those samples were NaN. */
  add(unfit: number, nans: number): void {
    this.nanSamples += nans
    this.clippedSamples += unfit - nans
  }
}
