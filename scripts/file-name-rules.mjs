const vagueNames = new Set([
  'util',
  'utils',
  'helper',
  'helpers',
  'common',
  'misc',
  'type',
  'types',
  'interfaces',
  'constants',
])

/** Beyond this a file has more than one subject. */
const maxLines = 250

/**
 * Files are small and named after what they export, in kebab-case.
 *
 * @param {string} path with slashes
 * @param {string} text
 * @returns {string[]} what is wrong
 */
export function badFileName(path, text) {
  const name = path.slice(path.lastIndexOf('/') + 1)
  const stem = name.replace(/(\.[a-z-]+)*\.(ts|mjs|js)$/, '')
  /** @type {string[]} */
  const faults = []
  if (vagueNames.has(stem)) faults.push(`'${stem}' says nothing; name the file after its export`)
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(stem)) faults.push('file names are in kebab-case')
  const lines = text.split('\n').length - 1
  const isSource = /^packages\/[^/]+\/src\//.test(path) && !/\.test(-d)?\.ts$/.test(path)
  if (isSource && lines > maxLines) faults.push(`${lines} lines; split what passes ${maxLines}`)
  return faults
}
