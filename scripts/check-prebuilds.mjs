// node scripts/check-prebuilds.mjs: fails unless there is a binary for every system, each made for
// its own, that needs no more of a machine than it may. Publishing begins with it.
import { join } from 'node:path'
import { nativePackage } from './build-native.mjs'
import { prebuildFaults } from './prebuild-faults.mjs'

const faults = await prebuildFaults(join(nativePackage, 'prebuilds'))
for (const fault of faults) console.error(`patchcord: ${fault}`)
if (faults.length > 0) {
  console.error('patchcord: nothing is published: scripts/build-prebuild.mjs makes the binaries')
  process.exitCode = 1
}
