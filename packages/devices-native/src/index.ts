/**
 * The Rust backend of Patchcord.
 *
 * @packageDocumentation
 */
export {}
