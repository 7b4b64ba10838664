/** What the command answers to one request. It never holds a secret. */
export interface KeysAnswer {
  /** For people, line by line. */
  readonly lines: readonly string[]
  /** For programs: what `--json` prints. */
  readonly facts: Readonly<Record<string, string>>
}
