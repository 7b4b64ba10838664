//! A seeded generator of evenly spread 32-bit words: a counter, scrambled by the `lowbias32` hash
//! (Chris Wellons, "Prospecting for Hash Functions"). Each word comes exactly once in 2^32.

/// The step of the counter: 2^32 divided by the golden ratio.
const COUNTER_STEP: u32 = 0x9e37_79b9;

/// The counter after one more word.
pub(super) fn next_counter(counter: u32) -> u32 {
    counter.wrapping_add(COUNTER_STEP)
}

/// The word of a counter.
pub(super) fn noise_word(counter: u32) -> u32 {
    let mut word = counter ^ (counter >> 16);
    word = word.wrapping_mul(0x7feb_352d);
    word ^= word >> 15;
    word = word.wrapping_mul(0x846c_a68b);
    word ^ (word >> 16)
}

/// A counter for each of several independent streams of one seed.
pub(super) fn seed_counters(seed: u32, count: usize) -> Vec<u32> {
    let mut counter = seed;
    (0..count)
        .map(|_| {
            counter = next_counter(counter);
            noise_word(counter)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_core() {
        let [mut counter, second] = seed_counters(7, 2)[..] else {
            unreachable!()
        };
        assert_ne!(counter, second);
        let words: Vec<u32> = (0..3)
            .map(|_| {
                counter = next_counter(counter);
                noise_word(counter)
            })
            .collect();
        assert_eq!(words, WORDS_OF_SEED_7);
    }

    /// Computed by core's `noise-generator.ts`.
    const WORDS_OF_SEED_7: [u32; 3] = [0x7c24_8b48, 0xa8a5_a741, 0x4029_3255];
}
