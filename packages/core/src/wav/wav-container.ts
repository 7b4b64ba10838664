import type { ByteReader } from './byte-reader.js'
import { readFourCc } from './chunk-header.js'
import { fileInvalid, fileUnsupported } from './file-error.js'
import type { HeaderWindow } from './header-window.js'
import type { WavContainer } from './wav-info.js'

const containers: readonly WavContainer[] = ['RIFF', 'RIFX', 'RF64', 'BW64']

/** What other files begin with, for a message that helps. */
const strangers: readonly (readonly [magic: string, name: string])[] = [
  ['fLaC', 'a FLAC file'],
  ['OggS', 'an Ogg file'],
  ['FORM', 'an AIFF file'],
  ['caff', 'a Core Audio file'],
  ['riff', 'a Wave64 file'],
  ['ID3', 'an MP3 file'],
  ['.snd', 'an AU file'],
]

/** Reads the first twelve bytes: the kind of container, and that it holds a wave. @internal */
export async function readWavContainer(window: HeaderWindow): Promise<WavContainer> {
  const { reader } = window
  const view = await window.view(0, 12)
  if (view.byteLength === 0) throw fileInvalid(reader.path, 'it is empty (0 bytes)')
  if (view.byteLength >= 4) refuseStranger(reader, view)
  if (view.byteLength < 12) {
    throw fileInvalid(
      reader.path,
      `it ends after ${view.byteLength} bytes, in the middle of its header`,
    )
  }
  const magic = readFourCc(view, 0)
  const container = containers.find((name) => name === magic)
  if (container === undefined) {
    throw fileInvalid(
      reader.path,
      `it begins with ${showId(magic)} in place of 'RIFF'; only WAV files are read here`,
    )
  }
  const form = readFourCc(view, 8)
  if (form !== 'WAVE') {
    throw fileUnsupported(
      reader.path,
      `it is a ${container} file that holds ${showId(form)} in place of 'WAVE'`,
    )
  }
  return container
}

/** A chunk id for a message. @internal */
export function showId(id: string | undefined): string {
  return id === undefined ? 'unprintable bytes' : `'${id}'`
}

function refuseStranger(reader: ByteReader, view: DataView): void {
  const start = String.fromCharCode(...new Uint8Array(view.buffer, view.byteOffset, 4))
  const stranger = strangers.find(([magic]) => start.startsWith(magic))
  if (stranger === undefined) return
  throw fileUnsupported(
    reader.path,
    `it is ${stranger[1]}; convert it to WAV first, with sox or ffmpeg for example`,
  )
}
