/**
 * The Rust backend of Patchcord.
 *
 * @packageDocumentation
 */
export * from './ring/index.js'
