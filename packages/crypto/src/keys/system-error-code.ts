/** What the system calls an error, such as `ENOENT`. @internal */
export function systemErrorCode(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? 'unknown error'
}
