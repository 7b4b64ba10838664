/**
 * @typedef {object} PrebuildTarget
 * @property {string} triple what Cargo calls the system
 * @property {string} folder below `prebuilds`, as node-gyp-build names systems
 * @property {string} file
 * @property {string} library what Cargo calls the addon there
 * @property {string} [glibc] the oldest version that it has to run with; linked by zig
 */

const windows = { file: 'devices.node', library: 'patchcord_devices.dll' }
const mac = { file: 'devices.node', library: 'libpatchcord_devices.dylib' }
const library = 'libpatchcord_devices.so'
const glibc = { file: 'devices.glibc.node', library, glibc: '2.28' }
const musl = { file: 'devices.musl.node', library }

/**
 * The systems that binaries are published for.
 *
 * @type {Readonly<Record<string, PrebuildTarget>>}
 */
export const prebuildTargets = {
  'linux-x64-glibc': { triple: 'x86_64-unknown-linux-gnu', folder: 'linux-x64', ...glibc },
  'linux-arm64-glibc': { triple: 'aarch64-unknown-linux-gnu', folder: 'linux-arm64', ...glibc },
  'linux-x64-musl': { triple: 'x86_64-unknown-linux-musl', folder: 'linux-x64', ...musl },
  'linux-arm64-musl': { triple: 'aarch64-unknown-linux-musl', folder: 'linux-arm64', ...musl },
  'darwin-x64': { triple: 'x86_64-apple-darwin', folder: 'darwin-x64', ...mac },
  'darwin-arm64': { triple: 'aarch64-apple-darwin', folder: 'darwin-arm64', ...mac },
  'win32-x64': { triple: 'x86_64-pc-windows-msvc', folder: 'win32-x64', ...windows },
  'win32-arm64': { triple: 'aarch64-pc-windows-msvc', folder: 'win32-arm64', ...windows },
}
