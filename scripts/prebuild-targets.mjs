/**
 * @typedef {object} PrebuildTarget
 * @property {string} triple what Cargo calls the system
 * @property {string} runner the machine of GitHub's that builds it, and runs it
 * @property {string} folder below `prebuilds`, as node-gyp-build names systems
 * @property {string} file
 * @property {string} [glibc] the oldest version that it has to run with; linked by zig
 * @property {string} [rustFlags]
 */

const plain = { file: 'devices.node' }
// Node.js for Windows brings its own C runtime, so a machine need not have the one of Visual C++.
const windows = { ...plain, rustFlags: '-C target-feature=+crt-static' }
const glibc = { file: 'devices.glibc.node', glibc: '2.28' }
// An addon takes the C library of the process that loads it.
const musl = { file: 'devices.musl.node', rustFlags: '-C target-feature=-crt-static' }

/** @type {(name: string, triple: string, runner: string, rest: Pick<PrebuildTarget, 'file'>) => PrebuildTarget} */
const target = (folder, triple, runner, rest) => ({ triple, runner, folder, ...rest })

const x64 = 'ubuntu-24.04'
const arm64 = 'ubuntu-24.04-arm'

/**
 * The systems that binaries are published for. The release workflow lists them again.
 *
 * @type {Readonly<Record<string, PrebuildTarget>>}
 */
export const prebuildTargets = {
  'linux-x64-glibc': target('linux-x64', 'x86_64-unknown-linux-gnu', x64, glibc),
  'linux-arm64-glibc': target('linux-arm64', 'aarch64-unknown-linux-gnu', arm64, glibc),
  'linux-x64-musl': target('linux-x64', 'x86_64-unknown-linux-musl', x64, musl),
  'linux-arm64-musl': target('linux-arm64', 'aarch64-unknown-linux-musl', arm64, musl),
  'darwin-x64': target('darwin-x64', 'x86_64-apple-darwin', 'macos-15-intel', plain),
  'darwin-arm64': target('darwin-arm64', 'aarch64-apple-darwin', 'macos-15', plain),
  'win32-x64': target('win32-x64', 'x86_64-pc-windows-msvc', 'windows-2025', windows),
  'win32-arm64': target('win32-arm64', 'aarch64-pc-windows-msvc', 'windows-11-arm', windows),
}
