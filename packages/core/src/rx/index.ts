/**
 * The bridge to RxJS. It needs the package `rxjs`, an optional peer.
 *
 * @packageDocumentation
 */
export { asOperator, type AsOperatorOptions } from './as-operator.js'
export type { BridgeOptions } from './bridge-options.js'
export { fromObservable, type FromObservableOptions } from './from-observable.js'
export type { ItemReadable } from './port-chain.js'
export { toObservable } from './to-observable.js'
