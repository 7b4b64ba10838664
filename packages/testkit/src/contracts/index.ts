/**
 * Contract suites: what every source, processor, sink and codec must keep to, as arrays of cases
 * for whatever test runner.
 *
 * @packageDocumentation
 */
export { codecContract } from './codec-contract.js'
export type { Codec, CodecExpectations } from './codec-rules/codec-rig.js'
export type { ContractCase } from './contract-case.js'
export { kernelBackendContract } from './kernel-backend-contract.js'
export type { KernelBackendExpectations } from './kernel-rules/kernel-rig.js'
export { processorContract } from './processor-contract.js'
export type { ProcessorExpectations } from './processor-rules/processor-rig.js'
export type { Neighbours } from './rig.js'
export type { FeedItems, SampleOptions } from './sample-items.js'
export { sinkContract } from './sink-contract.js'
export type { SinkExpectations } from './sink-rules/sink-rig.js'
export { sourceContract } from './source-contract.js'
export type { SourceExpectations } from './source-rules/source-rig.js'
