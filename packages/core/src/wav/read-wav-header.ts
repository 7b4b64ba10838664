import { framesToMs } from '../time/time.js'
import type { ByteReader } from './byte-reader.js'
import { resolveDataLength } from './data-length.js'
import { fileInvalid } from './file-error.js'
import { HeaderWindow } from './header-window.js'
import { readWavContainer } from './wav-container.js'
import type { WavInfo } from './wav-info.js'
import { WavScan } from './wav-scan.js'

/** Reads and checks everything of a WAV file but its samples. @internal */
export async function readWavHeader(reader: ByteReader): Promise<WavInfo> {
  const { path } = reader
  const window = new HeaderWindow(reader)
  const container = await readWavContainer(window)
  const scan = new WavScan(window, container)
  const data = await scan.findData()
  const { fmt } = scan
  if (fmt === undefined) throw fileInvalid(path, "its 'data' chunk comes before its 'fmt ' chunk")
  if (fmt.warning !== undefined) scan.warnings.push(fmt.warning)

  const { bytesPerFrame, sampleRate, channelCount, channelLayout } = fmt
  const { contentOffset } = data
  const length = await resolveDataLength(window, {
    contentOffset,
    statedBytes: scan.statedDataBytes(data),
    littleEndian: scan.littleEndian,
    bytesPerFrame,
  })
  if (length.warning !== undefined) scan.warnings.push(length.warning)
  scan.chunks.push({ id: 'data', offset: contentOffset, byteLength: length.chunkBytes })
  await scan.readTail(contentOffset + length.chunkBytes, length.chunkBytes)

  const frameCount = length.frameBytes / bytesPerFrame
  return {
    path,
    container,
    sampleFormat: fmt.sampleFormat,
    validBits: fmt.validBits,
    format: { sampleRate, channelCount, ...(channelLayout === undefined ? {} : { channelLayout }) },
    frameCount,
    durationMs: framesToMs(frameCount, sampleRate),
    byteLength: reader.byteLength,
    dataOffset: contentOffset,
    dataByteLength: length.frameBytes,
    chunks: scan.chunks,
    tags: Object.fromEntries(scan.tags),
    ...(scan.broadcast === undefined ? {} : { broadcast: scan.broadcast }),
    warnings: scan.warnings,
  }
}
