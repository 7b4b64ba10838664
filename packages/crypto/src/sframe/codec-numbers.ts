/**
 * Codecs that a packet names by one byte. The order is part of the wire format: add at the end
 * only. Others are written out, behind a 0.
 *
 * @internal
 */
export const numberedCodecs: readonly string[] = [
  '',
  'pcm-s16le',
  'pcm-s24le',
  'pcm-s32le',
  'pcm-f32le',
  'pcm-f64le',
  'pcm-s8',
  'pcm-u8',
  'pcm-alaw',
  'pcm-mulaw',
  'pcm-s16be',
  'pcm-s24be',
  'pcm-s32be',
  'pcm-f32be',
  'pcm-f64be',
  'opus',
]
