import type { LevelReading } from './level-meter.js'
import type { LevelMeterReading } from './level-meter-kernel.js'

/** Adds the windows of a level meter up. @internal */
export class LevelTotal {
  private position: number | undefined
  private frameCount = 0
  private readonly peak: number[]
  private readonly sumOfSquares: number[]
  private readonly clipCount: number[]

  constructor(channelCount: number) {
    const zeros = Array.from({ length: channelCount }, () => 0)
    this.peak = zeros
    this.sumOfSquares = [...zeros]
    this.clipCount = [...zeros]
  }

  add(window: LevelMeterReading): void {
    this.position ??= window.position
    this.frameCount += window.frameCount
    for (let channel = 0; channel < this.peak.length; channel++) {
      this.peak[channel] = Math.max(this.peak[channel] as number, window.peak[channel] as number)
      this.sumOfSquares[channel] =
        (this.sumOfSquares[channel] as number) + (window.sumOfSquares[channel] as number)
      this.clipCount[channel] =
        (this.clipCount[channel] as number) + (window.clipCount[channel] as number)
    }
  }

  reading(): LevelReading {
    const frames = Math.max(1, this.frameCount)
    return {
      position: this.position ?? 0,
      frameCount: this.frameCount,
      peak: [...this.peak],
      rms: this.sumOfSquares.map((sum) => Math.sqrt(sum / frames)),
      clipCount: [...this.clipCount],
    }
  }
}
