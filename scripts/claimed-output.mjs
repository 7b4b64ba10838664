/**
 * What a code block says that it prints: the comments with which it ends, or, where it ends with
 * code, the comments at the end of lines that call `console.log`. Every other comment is prose.
 *
 * @param {string} code
 * @returns {string | undefined} undefined where it says nothing
 */
export function claimedOutput(code) {
  const lines = code.trimEnd().split('\n')
  const lastOfCode = lines.findLastIndex((line) => !/^\/\/( |$)/.test(line))
  const claims =
    lastOfCode < lines.length - 1
      ? lines.slice(lastOfCode + 1).map((line) => line.slice('// '.length))
      : lines.flatMap((line) => /^(?!\s*\/\/).*console\.log\(.*? \/\/ (.*)$/.exec(line)?.[1] ?? [])
  return claims.length === 0 ? undefined : claims.join('\n')
}

/**
 * Whether a program printed what was claimed. `...` in a claim stands for any text, line breaks
 * included, and so does `, ...`.
 *
 * @param {string} claim
 * @param {string} stdout
 * @returns {boolean}
 */
export function printedAsClaimed(claim, stdout) {
  const pattern = claim
    .split(/(,? ?\.\.\.)/)
    .map((part, index) =>
      index % 2 === 0
        ? part.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`)
        : part.startsWith(',')
          ? String.raw`(?!\w)[^]*`
          : '[^]*',
    )
    .join('')
  return new RegExp(`^${pattern}$`).test(stdout.replaceAll('\r\n', '\n').trimEnd())
}
