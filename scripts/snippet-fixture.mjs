/**
 * The recording that every snippet finds as `input.wav`: one second of stereo at 48 kHz, 16 bit,
 * 440 Hz on the left and 660 Hz on the right at half scale.
 *
 * @returns {Buffer}
 */
export function snippetRecording() {
  const sampleRate = 48_000
  const channelFrequenciesHz = [440, 660]
  const bytesPerFrame = 2 * channelFrequenciesHz.length
  const dataBytes = sampleRate * bytesPerFrame
  const file = Buffer.alloc(44 + dataBytes)
  file.write('RIFF', 0)
  file.writeUInt32LE(36 + dataBytes, 4)
  file.write('WAVEfmt ', 8)
  file.writeUInt32LE(16, 16)
  file.writeUInt16LE(1, 20) // PCM
  file.writeUInt16LE(channelFrequenciesHz.length, 22)
  file.writeUInt32LE(sampleRate, 24)
  file.writeUInt32LE(sampleRate * bytesPerFrame, 28)
  file.writeUInt16LE(bytesPerFrame, 32)
  file.writeUInt16LE(16, 34)
  file.write('data', 36)
  file.writeUInt32LE(dataBytes, 40)
  for (let frame = 0; frame < sampleRate; frame++) {
    for (const [channel, frequencyHz] of channelFrequenciesHz.entries()) {
      const sample = 0.5 * Math.sin((2 * Math.PI * frequencyHz * frame) / sampleRate)
      file.writeInt16LE(Math.round(sample * 32_767), 44 + frame * bytesPerFrame + 2 * channel)
    }
  }
  return file
}
