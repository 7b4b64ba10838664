import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { PatchcordError, type Run, type WavInfo, pipeline, readWavInfo } from '@patchcord/core'
import { newLinkSecret } from './link-secret.js'
import { type Network, network } from './link.js'
import { type Receiver, receiver } from './rx.js'
import type { VoiceLinkSettings } from './settings.js'
import { type Transmitter, transmitter } from './tx.js'

/** A voice link at work: both ends, what lies between, and the run that joins them. */
export interface VoiceLink {
  readonly settings: VoiceLinkSettings
  /** What the recording's header says. */
  readonly info: WavInfo
  readonly tx: Transmitter
  readonly link: Network
  readonly rx: Receiver
  readonly run: Run
}

/**
 * Opens the recording and the output folder, and starts to send.
 *
 * @throws PatchcordError where the recording or the folder cannot be used
 */
export async function startVoiceLink(settings: VoiceLinkSettings): Promise<VoiceLink> {
  const info = await readWavInfo(settings.recording)
  await makeFolder(settings.outputFolder)
  const secret = settings.encrypt ? newLinkSecret() : undefined
  const tx = transmitter(settings, info, secret)
  const link = network(settings)
  const rx = receiver(settings, join(settings.outputFolder, 'received.wav'), secret)
  const run = pipeline(
    tx.source,
    ...tx.processors,
    tx.encoder,
    ...(tx.encryption?.stages ?? []),
    link.stage,
    ...(rx.decryptor === undefined ? [] : [rx.decryptor]),
    rx.reorder,
    rx.decoder,
    ...rx.processors,
    rx.sink,
    { name: 'voice link', backend: settings.backend },
  )
  return { settings, info, tx, link, rx, run }
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    const problem = code === 'EEXIST' || code === 'ENOTDIR' ? 'a file is in its way' : String(code)
    throw new PatchcordError('io-failed', `${folder} could not be made a folder: ${problem}`, {
      details: { folder },
      cause: error,
    })
  }
}
