/**
 * Contract suites: what every source, processor, sink and codec must keep to, as arrays of cases
 * for whatever test runner.
 *
 * @packageDocumentation
 */
export type { ContractCase } from './contract-case.js'
export { sourceContract } from './source-contract.js'
export type { SourceExpectations } from './source-rules/source-rig.js'
export { processorContract } from './processor-contract.js'
export type { ProcessorExpectations } from './processor-rules/processor-rig.js'
export { sinkContract } from './sink-contract.js'
export type { SinkExpectations } from './sink-rules/sink-rig.js'
export type { FeedItems, SampleOptions } from './sample-items.js'
