export type { CombineOptions, MixOptions } from './combine-options.js'
export { merge } from './merge.js'
export { mix } from './mix.js'
export type { MixInput } from './mix-input.js'
