/** One case of a contract suite, for whatever test runner. */
export interface ContractCase {
  /** What must hold, as a sentence. */
  readonly name: string
  /** The rule's id, in kebab-case; several cases can hold the same rule. */
  readonly rule: string
  /**
   * Resolves if the subject keeps to the rule, else rejects with an `AssertionError` (or what the
   * subject threw) that says what was wrong.
   */
  run(): Promise<void>
}

/** A rule, before it is told what to test. */
export interface Rule<Rig> {
  readonly name: string
  readonly rule: string
  readonly check: (rig: Rig) => Promise<void>
}

/** The cases of rules, each with a rig of its own. */
export function casesOf<Rig>(
  rules: readonly Rule<Rig>[],
  newRig: () => Rig,
): readonly ContractCase[] {
  return rules.map(({ name, rule, check }) => ({ name, rule, run: () => check(newRig()) }))
}
