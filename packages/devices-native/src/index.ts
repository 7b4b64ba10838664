/**
 * The Rust backend of Patchcord.
 *
 * @packageDocumentation
 */
export { nativeBackend } from './native-backend.js'
export { type NativeStatus, nativeStatus } from './native-status.js'
export * from './ring/index.js'
