/**
 * The discrete Fourier transform of a complex signal, in place: `re` and `im` hold the signal and
 * then its spectrum. Their length must be a power of two. (Cooley and Tukey, radix 2, decimation
 * in time.)
 */
export function fft(re: Float64Array, im: Float64Array): void {
  const size = re.length
  swapBits(re, im)
  for (let half = 1; half < size; half *= 2) {
    for (let k = 0; k < half; k++) {
      const angle = (-Math.PI * k) / half
      const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
      for (let low = k; low < size; low += 2 * half) {
        const high = low + half
        const [hr, hi] = [re[high] as number, im[high] as number]
        const [tr, ti] = [hr * cos - hi * sin, hr * sin + hi * cos]
        const [lr, li] = [re[low] as number, im[low] as number]
        re[high] = lr - tr
        im[high] = li - ti
        re[low] = lr + tr
        im[low] = li + ti
      }
    }
  }
}

/** Puts every element where its index with reversed bits says. */
function swapBits(re: Float64Array, im: Float64Array): void {
  for (let index = 1, reversed = 0; index < re.length; index++) {
    let bit = re.length >> 1
    for (; (reversed & bit) !== 0; bit >>= 1) reversed ^= bit
    reversed |= bit
    if (index >= reversed) continue
    for (const values of [re, im]) {
      const kept = values[index] as number
      values[index] = values[reversed] as number
      values[reversed] = kept
    }
  }
}

/** The least power of two that is not below a number. */
export function powerOfTwo(atLeast: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(1, atLeast)))
}
