import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { NativeBinding, NativeKernel } from './native-binding.js'
import { requireHere } from './package-folder.js'

/** What an addon with the Cargo feature `testing` exports besides. */
export interface TestingBinding extends NativeBinding {
  /** How often Rust has asked for memory. */
  allocations(): number
  /** Panics. */
  panicNow(): never
  /** Passes samples on until it panics, in its `block`th block. */
  createPanickingKernel(sampleRate: number, channelCount: number, block: number): NativeKernel
}

const built = (variant: string): string =>
  fileURLToPath(new URL(`../../build/${variant}/devices.node`, import.meta.url))

/** The addon that is built for use. */
export const releasePath: string = built('Release')
/** The addon that is built for tests. */
export const testingPath: string = built('Testing')
/** Whether they are there: not without Rust. */
export const hasAddons: boolean = existsSync(releasePath) && existsSync(testingPath)

/** Loads the addon for tests. */
export function testingBinding(): TestingBinding {
  return requireHere(testingPath) as TestingBinding
}
