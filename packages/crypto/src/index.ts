/**
 * Secret keys, their agreement and their files, and encryption: of live packets by SFrame, of files
 * by C2SP chunked encryption, and of single messages by AES-256-GCM and Fernet.
 *
 * @packageDocumentation
 */
export {
  type Aes256Gcm,
  aes256gcm,
  aes256gcmOverheadBytes,
  type Aes256GcmParts,
  type AssociatedDataOptions,
} from './aes-gcm/aes256gcm.js'
export { type FernetKey, generateFernetKey } from './fernet/fernet-key.js'
export {
  type Fernet,
  fernet,
  type FernetDecryptOptions,
  type FernetOptions,
} from './fernet/fernet.js'
export { type CreateEncryptedOptions, createEncrypted } from './files/create-encrypted.js'
export type { CryptStreamOptions } from './files/crypt-stream-options.js'
export {
  type DecryptFileOptions,
  type DecryptFileResult,
  decryptFile,
} from './files/decrypt-file.js'
export { decryptStream } from './files/decrypt-stream.js'
export { encryptFile } from './files/encrypt-file.js'
export { encryptStream } from './files/encrypt-stream.js'
export type { EncryptedFile } from './files/encrypted-file.js'
export type { FileCryptoOptions } from './files/file-crypto-options.js'
export type {
  EncryptFileOptions,
  FileCryptoResult,
  FileProgress,
} from './files/file-job-options.js'
export { type OpenEncryptedOptions, openEncrypted } from './files/open-encrypted.js'
export type { TruncationOptions } from './files/truncation-options.js'
export {
  agreeKey,
  type AgreeKeyOptions,
  type AgreementKeys,
  generateAgreementKeys,
} from './keys/agreement.js'
export { exportKey, type KeyFormat } from './keys/export-key.js'
export { keyFingerprint } from './keys/fingerprint.js'
export { importKey } from './keys/import-key.js'
export { readKeyFile, writeKeyFile } from './keys/key-file.js'
export { keyFromPassphrase, type PassphraseKey, type PassphraseOptions } from './keys/passphrase.js'
export {
  type PublicKey,
  publicKeyBytes,
  publicKeyBytesOf,
  publicKeyOf,
} from './keys/public-key-bytes.js'
export { type SecretKey, generateKey, secretKeyBytes } from './keys/secret-key.js'
export { wipe } from './keys/wipe.js'
export {
  type SFrameHeader,
  decodeSFrameHeader,
  encodeSFrameHeader,
  maxSFrameHeaderBytes,
} from './sframe/sframe-header.js'
export { type SFrameDecrypt, sframeDecrypt } from './sframe/sframe-decrypt.js'
export type { SFrameDecryptOptions } from './sframe/sframe-decrypt-options.js'
export {
  type SFrameEncrypt,
  type SFrameEncryptStats,
  sframeCodec,
  sframeEncrypt,
  sframeOverheadBytes,
} from './sframe/sframe-encrypt.js'
export type { SFrameEncryptOptions } from './sframe/sframe-encrypt-options.js'
export type {
  SFrameDecryptStats,
  SFrameEnding,
  SFrameIncident,
  SFrameIncidentReason,
} from './sframe/sframe-incident.js'
export type { SFrameOptions } from './sframe/sframe-options.js'
export { sframePacket } from './sframe/sframe-packet.js'
export type { SFrameSuite } from './sframe/sframe-suite.js'
