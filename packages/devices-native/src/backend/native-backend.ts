import type {
  AudioFormat,
  KernelBackend,
  KernelChain,
  KernelFileJob,
  KernelFileRun,
  KernelInstance,
  KernelSpec,
  PcmBlockDecoder,
  PcmBlockEncoder,
  PcmByteFormat,
  PcmEncodeOptions,
} from '@patchcord/core'
import type { NativeBinding } from './native-binding.js'
import { NativeFileRun } from './native-file-run.js'
import { NativeKernelInstance } from './native-kernel-instance.js'
import { NativePcmBlockDecoder } from './native-pcm-decoder.js'
import { NativePcmBlockEncoder } from './native-pcm-encoder.js'
import { checkPcmEncoding, checkPcmFormat } from './native-pcm-options.js'

/** Executes kernels by an addon. */
export class NativeBackend implements KernelBackend {
  readonly name = 'native' as const

  constructor(private readonly binding: NativeBinding) {}

  create(spec: KernelSpec, input: AudioFormat): KernelInstance {
    const { sampleRate, channelCount } = input
    const native = this.binding.createKernel(JSON.stringify(spec), sampleRate, channelCount)
    return new NativeKernelInstance(native, spec, input)
  }

  fuse(kernels: readonly KernelInstance[]): KernelChain {
    const natives = kernels.map((kernel) => {
      if (kernel instanceof NativeKernelInstance) return kernel.native
      throw new TypeError('only kernels of the native backend can be joined by it')
    })
    // A chain is what the addon makes of it: no wrapper stands between a block and its samples.
    return this.binding.createChain(natives)
  }

  runFile(job: KernelFileJob): KernelFileRun {
    return new NativeFileRun(this.binding, job)
  }

  createPcmDecoder(format: PcmByteFormat): PcmBlockDecoder {
    const checked = checkPcmFormat(format)
    const { sampleFormat, channelCount, layout } = checked
    const native = this.binding.createPcmDecoder(sampleFormat, channelCount, layout)
    return new NativePcmBlockDecoder(native, checked)
  }

  createPcmEncoder(options: PcmEncodeOptions): PcmBlockEncoder {
    const checked = checkPcmEncoding(options)
    const { sampleFormat, channelCount, layout, dither, ditherSeed } = checked
    const native = this.binding.createPcmEncoder(
      sampleFormat,
      channelCount,
      layout,
      dither,
      ditherSeed,
    )
    return new NativePcmBlockEncoder(native, checked)
  }
}
