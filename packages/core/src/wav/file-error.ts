import { PatchcordError } from '../errors/patchcord-error.js'
import type { PatchcordErrorCode } from '../errors/error-code.js'

type Details = Readonly<Record<string, unknown>>

/** The `file-invalid` error: the file claims to be a WAV file and is damaged. @internal */
export function fileInvalid(path: string, problem: string, details: Details = {}): PatchcordError {
  return new PatchcordError('file-invalid', `${path} is not a valid WAV file: ${problem}`, {
    details: { path, ...details },
  })
}

/** The `file-unsupported` error: nothing is wrong with the file, it is just not read here. @internal */
export function fileUnsupported(
  path: string,
  problem: string,
  details: Details = {},
): PatchcordError {
  return new PatchcordError('file-unsupported', `${path} cannot be used: ${problem}`, {
    details: { path, ...details },
  })
}

/** The error for a file that has lost samples since it was opened. @internal */
export function fileShrunk(
  path: string,
  byteLength: number,
  expectedBytes: number,
): PatchcordError {
  return new PatchcordError(
    'io-failed',
    `${path} became shorter while it was read: it ended at byte ${byteLength}, samples were due up to ${expectedBytes}. ` +
      'Do not write to a file that is being read',
    { details: { path, byteLength, expectedBytes } },
  )
}

const advice: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder; check the path',
  EACCES: 'access is denied; check the permissions of the file and its folder',
  EPERM: 'access is denied; check the permissions of the file and its folder',
  EEXIST: 'it exists already; choose another path, name a folder, or allow overwrite',
  EROFS: 'the file system is read-only; choose another folder',
  EMFILE: 'too many files are open in this process; close some first',
  ENOSPC: 'the disk is full; free some space',
  EDQUOT: 'the disk quota is used up; free some space',
  EFBIG: 'the file system or a limit allows no larger file',
}

const codes: Readonly<Record<string, PatchcordErrorCode>> = {
  ENOENT: 'file-not-found',
  ENOTDIR: 'file-not-found',
  ENOSPC: 'disk-full',
  EDQUOT: 'disk-full',
  EFBIG: 'disk-full',
}

/**
 * The error for a failed system call on a file: `file-not-found`, `disk-full` or `io-failed`.
 *
 * @internal
 */
export function ioError(
  path: string,
  action: string,
  cause: unknown,
  details: Details = {},
): PatchcordError {
  const { code = '', message } = cause as NodeJS.ErrnoException
  return new PatchcordError(
    codes[code] ?? 'io-failed',
    `${path} could not be ${action}: ${advice[code] ?? message}`,
    {
      details: { path, ...(code === '' ? {} : { errno: code }), ...details },
      cause,
    },
  )
}
