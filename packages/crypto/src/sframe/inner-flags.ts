/** The first byte of what is encrypted; its two highest bits are a version, 0. @internal */
export const endFlag = 1
/** @internal */
export const paddedFlag = 2
/** @internal */
export const discontinuityFlag = 4
/** @internal */
export const timestampFlag = 8
/** @internal */
export const layoutUsual = 16
/** @internal */
export const layoutListed = 32
/** @internal */
export const versionMask = 0xc0
/** How often an end can be told. @internal */
export const mostEndMarkers = 16
