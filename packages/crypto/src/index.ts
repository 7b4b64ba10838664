/**
 * Encrypted audio, live and on disk: SFrame for packets, chunked authenticated encryption for
 * files, Fernet and AES-256-GCM to talk to others, and the keys for all of them.
 *
 * @packageDocumentation
 */
export { type SecretKey, generateKey, secretKeyBytes } from './keys/secret-key.js'
