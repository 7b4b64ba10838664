/**
 * What a Linux binary needs of others, from what `readelf -dVW` prints of it.
 *
 * @param {string} text
 * @returns {{ libraries: string[], glibc: string }} `glibc` is the newest version of a symbol
 */
export function elfNeeds(text) {
  const libraries = [...text.matchAll(/\(NEEDED\).*\[(.+)\]/g)].map(([, name]) => name ?? '')
  const versions = [...text.matchAll(/Name: GLIBC_([\d.]+)/g)].map(([, version]) => version ?? '')
  return { libraries, glibc: versions.toSorted(compareVersions).at(-1) ?? '0' }
}

/**
 * @param {string} a
 * @param {string} b
 * @returns {number} below 0 where `a` is the older one
 */
export function compareVersions(a, b) {
  const [left, right] = [a, b].map((version) => version.split('.').map(Number))
  for (const [index, number] of (left ?? []).entries()) {
    const difference = number - (right?.[index] ?? 0)
    if (difference !== 0) return difference
  }
  return (left?.length ?? 0) - (right?.length ?? 0)
}
