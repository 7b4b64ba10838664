//! Four 64-bit floats at a time.

/// What a filter's loop needs of four numbers.
///
/// All functions are safe to call only where the processor has the instructions that the
/// implementation uses.
pub(crate) trait Lanes: Copy {
    /// Reads four numbers.
    unsafe fn load(from: &[f64; 4]) -> Self;
    unsafe fn store(self, to: &mut [f64; 4]);
    unsafe fn add(self, other: Self) -> Self;
    unsafe fn subtract(self, other: Self) -> Self;
    unsafe fn multiply(self, other: Self) -> Self;
    unsafe fn and(self, other: Self) -> Self;
    /// All bits set in lanes where `smallest <= |x| <= largest`.
    unsafe fn sizes_within(self, smallest: f64, largest: f64) -> Self;
    /// Whether all bits are set in all lanes.
    unsafe fn all(self) -> bool;
    /// To 32 bits and back.
    unsafe fn rounded(self) -> Self;
    /// Lanes of `other` where the mask has all bits set.
    unsafe fn or_where(self, mask: Self, other: Self) -> Self;
}

impl Lanes for [f64; 4] {
    #[inline(always)]
    unsafe fn load(from: &[f64; 4]) -> Self {
        *from
    }

    #[inline(always)]
    unsafe fn store(self, to: &mut [f64; 4]) {
        *to = self;
    }

    #[inline(always)]
    unsafe fn add(self, other: Self) -> Self {
        std::array::from_fn(|lane| self[lane] + other[lane])
    }

    #[inline(always)]
    unsafe fn subtract(self, other: Self) -> Self {
        std::array::from_fn(|lane| self[lane] - other[lane])
    }

    #[inline(always)]
    unsafe fn multiply(self, other: Self) -> Self {
        std::array::from_fn(|lane| self[lane] * other[lane])
    }

    #[inline(always)]
    unsafe fn and(self, other: Self) -> Self {
        std::array::from_fn(|lane| f64::from_bits(self[lane].to_bits() & other[lane].to_bits()))
    }

    #[inline(always)]
    unsafe fn sizes_within(self, smallest: f64, largest: f64) -> Self {
        self.map(|x| {
            let within = x.abs() >= smallest && x.abs() <= largest;
            f64::from_bits(if within { u64::MAX } else { 0 })
        })
    }

    #[inline(always)]
    unsafe fn all(self) -> bool {
        self.iter().fold(u64::MAX, |all, x| all & x.to_bits()) == u64::MAX
    }

    #[inline(always)]
    unsafe fn rounded(self) -> Self {
        self.map(|x| f64::from(x as f32))
    }

    #[inline(always)]
    unsafe fn or_where(self, mask: Self, other: Self) -> Self {
        std::array::from_fn(|lane| {
            if mask[lane].to_bits() == u64::MAX {
                other[lane]
            } else {
                self[lane]
            }
        })
    }
}

#[cfg(target_arch = "x86_64")]
mod avx {
    use super::Lanes;
    use std::arch::x86_64::{
        __m256d, _mm256_add_epi64, _mm256_add_pd, _mm256_and_pd, _mm256_andnot_pd,
        _mm256_blendv_pd, _mm256_castpd_si256, _mm256_castsi256_pd, _mm256_cmpgt_epi64,
        _mm256_cvtpd_ps, _mm256_cvtps_pd, _mm256_loadu_pd, _mm256_movemask_pd, _mm256_mul_pd,
        _mm256_set1_epi64x, _mm256_set1_pd, _mm256_storeu_pd, _mm256_sub_pd,
    };

    impl Lanes for __m256d {
        #[inline(always)]
        unsafe fn load(from: &[f64; 4]) -> Self {
            // SAFETY: four numbers can be read; the caller has AVX2.
            unsafe { _mm256_loadu_pd(from.as_ptr()) }
        }

        #[inline(always)]
        unsafe fn store(self, to: &mut [f64; 4]) {
            // SAFETY: four numbers can be written; the caller has AVX2.
            unsafe { _mm256_storeu_pd(to.as_mut_ptr(), self) }
        }

        #[inline(always)]
        unsafe fn add(self, other: Self) -> Self {
            // SAFETY: the caller has AVX2.
            unsafe { _mm256_add_pd(self, other) }
        }

        #[inline(always)]
        unsafe fn subtract(self, other: Self) -> Self {
            // SAFETY: the caller has AVX2.
            unsafe { _mm256_sub_pd(self, other) }
        }

        #[inline(always)]
        unsafe fn multiply(self, other: Self) -> Self {
            // SAFETY: the caller has AVX2.
            unsafe { _mm256_mul_pd(self, other) }
        }

        #[inline(always)]
        unsafe fn and(self, other: Self) -> Self {
            // SAFETY: the caller has AVX2.
            unsafe { _mm256_and_pd(self, other) }
        }

        #[inline(always)]
        unsafe fn sizes_within(self, smallest: f64, largest: f64) -> Self {
            // The bits of sizes are in the order of the sizes. Moved so that those allowed end at
            // the largest signed number, one comparison does: larger ones come out negative.
            let up = i64::MAX - largest.to_bits() as i64;
            let below = smallest.to_bits() as i64 + up - 1;
            // SAFETY: the caller has AVX2.
            unsafe {
                let size = _mm256_castpd_si256(_mm256_andnot_pd(_mm256_set1_pd(-0.0), self));
                let moved = _mm256_add_epi64(size, _mm256_set1_epi64x(up));
                _mm256_castsi256_pd(_mm256_cmpgt_epi64(moved, _mm256_set1_epi64x(below)))
            }
        }

        #[inline(always)]
        unsafe fn all(self) -> bool {
            // SAFETY: the caller has AVX2.
            unsafe { _mm256_movemask_pd(self) == 0b1111 }
        }

        #[inline(always)]
        unsafe fn rounded(self) -> Self {
            // SAFETY: the caller has AVX2.
            unsafe { _mm256_cvtps_pd(_mm256_cvtpd_ps(self)) }
        }

        #[inline(always)]
        unsafe fn or_where(self, mask: Self, other: Self) -> Self {
            // SAFETY: the caller has AVX2.
            unsafe { _mm256_blendv_pd(self, other, mask) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Lanes;

    const SMALLEST: f64 = 1e-30;
    const LARGEST: f64 = f32::MAX as f64;

    /// One number at a time through the same comparison.
    fn stays<L: Lanes>(x: f64) -> bool {
        let mut out = [0.0; 4];
        // SAFETY: the tests ask for nothing that the processor lacks.
        unsafe {
            L::load(&[x; 4])
                .sizes_within(SMALLEST, LARGEST)
                .store(&mut out)
        };
        assert!(out.iter().all(|lane| lane.to_bits() == out[0].to_bits()));
        assert!([0, u64::MAX].contains(&out[0].to_bits()));
        out[0].to_bits() != 0
    }

    fn check(stays: impl Fn(f64) -> bool) {
        for size in [
            SMALLEST,
            SMALLEST.next_up(),
            1.0,
            LARGEST.next_down(),
            LARGEST,
        ] {
            assert!(stays(size) && stays(-size), "{size}");
        }
        let tiny = [0.0, f64::from_bits(1), SMALLEST.next_down()];
        let huge = [
            LARGEST.next_up(),
            f64::MAX,
            f64::INFINITY,
            f64::NAN,
            f64::from_bits(!0 >> 1),
        ];
        for size in tiny.into_iter().chain(huge) {
            assert!(!stays(size) && !stays(-size), "{size}");
        }
    }

    #[test]
    fn only_sizes_within_both_ends_stay() {
        check(stays::<[f64; 4]>);
        #[cfg(target_arch = "x86_64")]
        if crate::simd::Simd::detect() == crate::simd::Simd::Avx2 {
            check(stays::<std::arch::x86_64::__m256d>);
        }
    }
}
