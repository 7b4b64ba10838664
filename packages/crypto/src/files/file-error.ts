import { PatchcordError, type PatchcordErrorCode } from '@patchcord/core'

const advice: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder; check the path',
  EACCES: 'access is denied; check the permissions of the file and its folder',
  EEXIST: 'it exists already; choose another path, or allow overwrite',
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

/** The error for a failed system call on a file, as core gives it. @internal */
export function ioError(path: string, action: string, cause: unknown): PatchcordError {
  const { code = '', message } = cause as NodeJS.ErrnoException
  return new PatchcordError(
    codes[code] ?? 'io-failed',
    `${path} could not be ${action}: ${advice[code] ?? message}`,
    { details: { path, ...(code === '' ? {} : { errno: code }) }, cause },
  )
}

/** The result of a system call on a file, or the error for its failure. @internal */
export async function attempt<Result>(
  path: string,
  action: string,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    throw ioError(path, action, error)
  }
}

/** The error for what is no regular file. @internal */
export function notRegular(path: string, isFolder: boolean): PatchcordError {
  const what = isFolder
    ? 'a folder; name a file in it'
    : 'a pipe or device; use encryptStream or decryptStream'
  return new PatchcordError('file-unsupported', `${path} cannot be used: it is ${what}`, {
    details: { path },
  })
}
