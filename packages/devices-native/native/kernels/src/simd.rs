//! Which instructions loops may use: found out once for each kernel, when it is created.

/// The widest instructions that this machine has and that the loops know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Simd {
    /// What the target has anyway: SSE2 on x86-64, NEON on AArch64.
    Portable,
    /// 256 bits. Exists only where [`Simd::detect`] has found it.
    #[cfg(target_arch = "x86_64")]
    Avx2,
}

impl Simd {
    /// Asks the processor.
    pub(crate) fn detect() -> Self {
        #[cfg(target_arch = "x86_64")]
        if is_x86_feature_detected!("avx2") {
            return Self::Avx2;
        }
        Self::Portable
    }

    /// All that this machine can do, for tests that compare them.
    #[cfg(test)]
    pub(crate) fn all() -> Vec<Self> {
        let mut all = vec![Self::Portable];
        if Self::detect() != Self::Portable {
            all.push(Self::detect());
        }
        all
    }
}

/// Compiles a function once for each set of instructions; the caller says which to use.
macro_rules! widened {
    ($(#[$meta:meta])* fn $name:ident($($arg:ident: $type:ty),* $(,)?) $(-> $result:ty)? $body:block) => {
        $(#[$meta])*
        pub(crate) fn $name(simd: $crate::simd::Simd, $($arg: $type),*) $(-> $result)? {
            #[inline(always)]
            fn plain($($arg: $type),*) $(-> $result)? $body

            #[cfg(target_arch = "x86_64")]
            #[target_feature(enable = "avx2")]
            fn avx2($($arg: $type),*) $(-> $result)? {
                plain($($arg),*)
            }

            match simd {
                $crate::simd::Simd::Portable => plain($($arg),*),
                // SAFETY: `Simd::Avx2` exists only where the processor has AVX2.
                #[cfg(target_arch = "x86_64")]
                $crate::simd::Simd::Avx2 => unsafe { avx2($($arg),*) },
            }
        }
    };
}
pub(crate) use widened;

#[cfg(test)]
mod tests;
