import { compareVersions, elfNeeds } from './elf-needs.mjs'
import { runCommand } from './run-command.mjs'

/** All that the addon may need of a machine. */
const libraries = /^(libc\.so\.6|libm\.so\.6|libgcc_s\.so\.1|ld-linux.*\.so\.\d)$/
/** Parts of glibc that were files of their own before 2.34; every Node.js there has loaded them. */
const oldLibraries = /^(libpthread\.so\.0|libdl\.so\.2)$/
/** What musl is, all of it, and what every Node.js there has loaded. */
const muslLibraries = /^(libc\.so|libgcc_s\.so\.1)$/

/**
 * What a Linux addon needs and must not.
 *
 * @param {string} text what `readelf -dVW` prints of it
 * @param {'musl' | string} [libc] `musl`, or the version of glibc that it has to run with; default:
 *   that of this machine
 * @returns {string[]}
 */
export function elfFaults(text, libc) {
  const { libraries: needed, glibc } = elfNeeds(text)
  const faults = needed
    .filter((library) => !isAllowed(library, libc))
    .map((library) => `needs ${library}`)
  if (!needed.includes(libc === 'musl' ? 'libc.so' : 'libc.so.6')) {
    faults.push('needs no C library, or is nothing that readelf reads')
  }
  if (libc === 'musl' ? glibc !== '0' : compareVersions(glibc, libc ?? glibc) > 0) {
    faults.push(`needs glibc ${glibc}, and must run with ${libc}`)
  }
  return faults
}

/**
 * What the Linux addon in a file needs and must not.
 *
 * @param {string} path
 * @param {Parameters<typeof elfFaults>[1]} [libc]
 */
export async function elfFileFaults(path, libc) {
  const { stdout } = await runCommand('readelf', ['-dVW', path])
  return elfFaults(stdout, libc)
}

/** Whether files can be read here. */
export async function hasReadelf() {
  const result = await runCommand('readelf', ['--version']).catch(() => ({ code: 1 }))
  return result.code === 0
}

/** @param {string} library @param {string | undefined} libc */
function isAllowed(library, libc) {
  if (libc === 'musl') return muslLibraries.test(library)
  return libraries.test(library) || (libc !== undefined && oldLibraries.test(library))
}
