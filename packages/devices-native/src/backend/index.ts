/**
 * Executes the kernels of `@patchcord/core` in Rust. `core` looks this module up by itself; it
 * imports nothing of `core` when it runs.
 *
 * @packageDocumentation
 */
export { loadBackend } from './load-backend.js'
