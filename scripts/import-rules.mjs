import { isBuiltin } from 'node:module'
import { posix } from 'node:path'
import ts from 'typescript'

/**
 * What `core` may look up and must not need.
 *
 * It is a subpath that imports nothing of `core`, so this is no circle.
 */
const optionalBackend = '@patchcord/devices-native/backend'

/** Where its sources are. */
const backendFolder = 'packages/devices-native/src/backend/'

/**
 * The direction of imports: `core` imports Node's modules and itself, and rxjs below src/rx;
 * every other package imports `core` and what its manifest names, never another leaf. The native
 * backend that `core` looks up takes types of `core` only, and nothing of the package around it.
 * Tests may use development dependencies and `testkit` besides.
 *
 * @param {string} path of a file in a package, from the top folder, with slashes
 * @param {string} text its content
 * @param {any} manifest the package's package.json
 * @returns {string[]} what is wrong with its imports
 */
export function misdirectedImports(path, text, manifest) {
  const [, folder = ''] = path.split('/')
  const isTest = /\.test(-d)?\.ts$/.test(path) || path.startsWith(`packages/${folder}/test/`)
  const faults = importsOf(text).flatMap((specifier) => {
    const fault = isTest
      ? faultInTest(specifier, folder)
      : faultInSource(specifier, path, folder, manifest)
    return fault === undefined ? [] : [`imports '${specifier}': ${fault}`]
  })
  const isBackend = path.startsWith(backendFolder) && !/\.test(-support)?\.ts$/.test(path)
  return isBackend ? [...faults, ...faultsInBackend(text, path)] : faults
}

/** @param {string} text @param {string} path @returns {string[]} */
function faultsInBackend(text, path) {
  const outside = importsOf(text).flatMap((specifier) =>
    specifier.startsWith('.') &&
    !posix.join(posix.dirname(path), specifier).startsWith(backendFolder)
      ? [`imports '${specifier}': the native backend stands by itself`]
      : [],
  )
  const atRunTime = importsOf(withoutTypes(text)).flatMap((specifier) =>
    leafOf(specifier) === undefined
      ? []
      : [`imports '${specifier}': core looks the native backend up: write 'import type'`],
  )
  return [...outside, ...atRunTime]
}

/** What is left of a source when it runs. @param {string} text */
function withoutTypes(text) {
  const options = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ESNext }
  return ts.transpile(text, { ...options, verbatimModuleSyntax: true })
}

/** @param {string} text */
function importsOf(text) {
  return ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName)
}

/**
 * @param {string} specifier
 * @param {string} folder
 * @returns {string | undefined}
 */
function faultInTest(specifier, folder) {
  const leaf = leafOf(specifier)
  const isOwn = leaf === folder || leaf === 'core' || leaf === 'testkit'
  return leaf === undefined || isOwn ? undefined : 'a package does not know another leaf'
}

/**
 * @param {string} specifier
 * @param {string} path
 * @param {string} folder
 * @param {any} manifest
 * @returns {string | undefined}
 */
function faultInSource(specifier, path, folder, manifest) {
  if (specifier.startsWith('.')) {
    const target = posix.join(posix.dirname(path), specifier)
    if (!target.startsWith(`packages/${folder}/src/`)) return "leaves the package's src folder"
    return target.endsWith('.test.js') ? 'sources do not import tests' : undefined
  }
  if (isBuiltin(specifier)) {
    if (/^(node:)?test(\/|$)/.test(specifier)) return 'a package holds no test runner'
    return specifier.startsWith('node:') ? undefined : "Node's own modules are named node:..."
  }
  if (folder === 'core') {
    if (specifier === optionalBackend) return undefined
    const isRx = /^rxjs(\/|$)/.test(specifier)
    if (isRx && path.startsWith('packages/core/src/rx/')) return undefined
    return isRx ? 'rxjs belongs to src/rx only' : 'core imports nothing but Node'
  }
  const leaf = leafOf(specifier)
  if (leaf !== undefined && leaf !== folder && leaf !== 'core') {
    return 'a package does not know another leaf'
  }
  const name = specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/')
  const declared = { ...manifest.dependencies, ...manifest.peerDependencies }
  return Object.hasOwn(declared, name) ? undefined : 'not among the dependencies in package.json'
}

/** @param {string} specifier */
function leafOf(specifier) {
  return /^@patchcord\/([^/]+)/.exec(specifier)?.[1]
}
