/** Bytes that no other place of them repeats soon, cheap to make: for tests. */
export function sampleBytes(length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length)
  let state = 1
  for (let index = 0; index < length; index++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    bytes[index] = state >>> 16
  }
  return bytes
}
