import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The top folder of the repository. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** Everything the scripts keep between runs; git ignores it and it may be deleted at any time. */
export const cacheFolder = join(root, '.cache')
