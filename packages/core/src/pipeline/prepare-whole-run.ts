import type { KernelBackend } from '../kernels/kernel.js'
import type { KernelFileSink, KernelFileSource } from '../kernels/kernel-file-ports.js'
import { KernelProcessor } from '../kernels/kernel-processor.js'
import type { AudioSink } from '../ports/audio-sink.js'
import type { AudioSource } from '../ports/audio-source.js'
import { FusedStage } from './fused-stage.js'
import type { Stage } from './stage.js'
import { type FileBackend, WholeRun } from './whole-run.js'

/**
 * Where all stages between two files are kernels of one backend that can run from file to file,
 * leaves the run to it, from the first read on.
 *
 * @internal
 */
export function prepareWholeRun(stages: readonly Stage[], onBegin: () => void): void {
  const [source, sink] = [stages[0]?.port, stages.at(-1)?.port]
  const kernels = stages
    .slice(1, -1)
    .flatMap(({ port }) => (port instanceof KernelProcessor ? [new FusedStage(port)] : []))
  const backend = kernels[0]?.processor.backend
  if (kernels.length !== stages.length - 2 || !runsFiles(backend)) return
  if (kernels.some(({ processor }) => processor.backend !== backend)) return
  if (hasInput(source) && hasOutput(sink))
    source['~work'] = new WholeRun({ source, kernels, sink, backend, onBegin })
}

function runsFiles(backend: KernelBackend | undefined): backend is FileBackend {
  return backend?.runFile !== undefined
}

function hasInput(port: object | undefined): port is AudioSource & KernelFileSource {
  return port !== undefined && '~fileInput' in port
}

function hasOutput(port: object | undefined): port is AudioSink & KernelFileSink {
  return port !== undefined && '~fileOutput' in port
}
