import { getSystemErrorMap } from 'node:util'

/** Numbers of Windows, with the names that libuv gives them. */
const windowsNames: Readonly<Record<number, string>> = {
  5: 'EPERM',
  6: 'EBADF',
  8: 'ENOMEM',
  19: 'EROFS',
  32: 'EBUSY',
  33: 'EBUSY',
  39: 'ENOSPC',
  112: 'ENOSPC',
  1117: 'EIO',
}

/**
 * The error that Node.js would have thrown, for what the addon was told by the system.
 *
 * @param errno - the system's own number: positive
 * @param message - says it where Node.js has no words for it
 */
export function systemError(
  errno: number,
  message: string,
  syscall: 'read' | 'write',
  platform: NodeJS.Platform = process.platform,
): NodeJS.ErrnoException {
  const [code, text] = describe(errno, platform)
  const error: NodeJS.ErrnoException = new Error(
    code === undefined ? message : `${code}: ${text ?? message}, ${syscall}`,
  )
  return Object.assign(error, { errno: -errno, syscall, ...(code === undefined ? {} : { code }) })
}

function describe(
  errno: number,
  platform: NodeJS.Platform,
): readonly [code?: string | undefined, text?: string] {
  if (platform === 'win32') return [windowsNames[errno]]
  return getSystemErrorMap().get(-errno) ?? []
}
