import { fstatSync, statSync } from 'node:fs'

/** Whether a path leads to the file that a descriptor is of. @internal */
export function leadsTo(path: string, fd: number): boolean {
  const there = statSync(path, { bigint: true, throwIfNoEntry: false })
  const here = fstatSync(fd, { bigint: true })
  return there !== undefined && there.ino === here.ino && there.dev === here.dev
}
