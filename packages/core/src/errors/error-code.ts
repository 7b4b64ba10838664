/**
 * Every reason a {@link PatchcordError} can give. The list is closed, so that a `switch` over it
 * can be checked for completeness.
 *
 * - `invalid-option`: an option or argument is out of range or of the wrong type
 * - `invalid-state`: the call makes no sense now (write after end, emit after end)
 * - `already-used`: a port or run was used a second time; make a new one
 * - `use-broadcast`: a second consumer was attached to one port; put `broadcast()` there
 * - `wrong-item`: a packet came where samples are taken, or the other way round
 * - `format-unsupported`: a stage cannot take the format it is offered
 * - `format-mismatch`: an item does not have the format that was announced
 * - `buffer-released`: a buffer was used after it was given back to its pool
 * - `queue-overflow`: a bounded queue with the policy `error` was full
 * - `stage-failed`: a stage of the user's, or a hook, threw; see `cause`
 * - `aborted`: an `AbortSignal` fired, or `close()` cut a run short
 * - `timeout`: something took longer than its `timeoutMs`
 * - `file-not-found`, `file-invalid`, `file-unsupported`: the file is missing, damaged, or of a
 *   kind that is not read here
 * - `io-failed`: reading or writing failed; see `cause`
 * - `disk-full`: nothing more can be written; what was written before is intact
 * - `data-invalid`: bytes from outside (a packet, a message) do not hold what they claim
 * - `backend-missing`: a backend was asked for by name and is not there
 * - `package-missing`: an optional package is needed for this call
 * - `key-invalid`: a key, a passphrase's parameters or a peer's public key cannot be used
 * - `key-exhausted`: a key has protected as much as it safely can; take a new one
 * - `authentication-failed`: encrypted data, a token or a tag is not what the key's owner made; it
 *   does not say which part of it is wrong
 */
export type PatchcordErrorCode =
  | 'invalid-option'
  | 'invalid-state'
  | 'already-used'
  | 'use-broadcast'
  | 'wrong-item'
  | 'format-unsupported'
  | 'format-mismatch'
  | 'buffer-released'
  | 'queue-overflow'
  | 'stage-failed'
  | 'aborted'
  | 'timeout'
  | 'file-not-found'
  | 'file-invalid'
  | 'file-unsupported'
  | 'io-failed'
  | 'disk-full'
  | 'data-invalid'
  | 'backend-missing'
  | 'package-missing'
  | 'key-invalid'
  | 'key-exhausted'
  | 'authentication-failed'
