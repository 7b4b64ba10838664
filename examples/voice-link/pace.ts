import { type AudioBuffer, AudioProcessor, framesToMs } from '@patchcord/core'

/** Lets audio pass as a microphone would give it: each buffer when its last frame has been spoken. */
class Pace extends AudioProcessor {
  private readonly waits = new AbortController()
  private startMs: number | undefined

  constructor() {
    super({ name: 'pace' })
  }

  protected async processItem(buffer: AudioBuffer): Promise<AudioBuffer> {
    const { clock, waits } = this
    this.startMs ??= clock.now() - framesToMs(buffer.position, buffer.sampleRate)
    const timestampMs = this.startMs + framesToMs(buffer.position, buffer.sampleRate)
    const waitMs = timestampMs + buffer.durationMs - clock.now()
    if (waitMs > 0) await clock.sleep(waitMs, waits.signal)
    return buffer.with({ timestampMs })
  }

  protected override teardown(): void {
    this.waits.abort()
  }
}

/** Slows a file down to the speed of speech, and gives its buffers the time of their making. */
export function pace(): AudioProcessor {
  return new Pace()
}
