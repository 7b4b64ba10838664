//! The processor's floating-point mode, put into a known state for the length of a call.
//!
//! Somebody else in the process may have changed rounding or switched denormals off on this
//! thread: a plug-in library, say. Kernels that must give the same bits everywhere run with the
//! defaults of IEEE 754.

use std::marker::PhantomData;

/// Sets the floating-point mode of this thread, and sets it back when dropped.
#[derive(Debug)]
pub struct FloatMode {
    previous: Option<Control>,
    /// The mode belongs to the thread.
    thread: PhantomData<*const ()>,
}

impl FloatMode {
    /// The defaults: to nearest even, denormals as they are, nothing trapped.
    #[must_use]
    pub fn exact() -> Self {
        Self::set(EXACT)
    }

    /// The same, but denormals count as 0 and none arise, where the processor can do that.
    #[must_use]
    pub fn denormals_off() -> Self {
        Self::set(DENORMALS_OFF)
    }

    fn set(wanted: Control) -> Self {
        let previous = read();
        // Writing costs more than reading, and mostly there is nothing to change.
        let differs = previous & MODE != wanted;
        if differs {
            write(wanted);
        }
        Self {
            previous: differs.then_some(previous),
            thread: PhantomData,
        }
    }
}

impl Drop for FloatMode {
    fn drop(&mut self) {
        if let Some(previous) = self.previous {
            write(previous);
        }
    }
}

#[cfg(target_arch = "x86_64")]
mod control {
    use std::arch::asm;

    /// What `MXCSR` holds.
    pub(super) type Control = u32;
    /// All exceptions masked.
    pub(super) const EXACT: Control = 0x1f80;
    /// Flush to zero, and denormals are zeros.
    pub(super) const DENORMALS_OFF: Control = EXACT | 0x8040;
    /// All but the flags of what has happened.
    pub(super) const MODE: Control = !0x3f;

    pub(super) fn read() -> Control {
        let mut control: Control = 0;
        // SAFETY: stores the register to a variable of its size.
        unsafe {
            asm!("stmxcsr [{}]", in(reg) &raw mut control, options(nostack, preserves_flags))
        };
        control
    }

    pub(super) fn write(control: Control) {
        // SAFETY: the value is one that was read or one of the two above: no reserved bit is set.
        unsafe {
            asm!("ldmxcsr [{}]", in(reg) &raw const control, options(nostack, preserves_flags))
        };
    }
}

#[cfg(target_arch = "aarch64")]
mod control {
    use std::arch::asm;

    /// What `FPCR` holds.
    pub(super) type Control = u64;
    pub(super) const EXACT: Control = 0;
    /// Flush to zero, which on this processor covers what is read too.
    pub(super) const DENORMALS_OFF: Control = 1 << 24;
    pub(super) const MODE: Control = !0;

    pub(super) fn read() -> Control {
        let control: Control;
        // SAFETY: reads a register that every process may read.
        unsafe { asm!("mrs {}, fpcr", out(reg) control, options(nostack, preserves_flags)) };
        control
    }

    pub(super) fn write(control: Control) {
        // SAFETY: the value is one that was read or one of the two above: no reserved bit is set.
        unsafe { asm!("msr fpcr, {}", in(reg) control, options(nostack, preserves_flags)) };
    }
}

#[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
mod control {
    /// There is no mode to set.
    pub(super) type Control = u32;
    pub(super) const EXACT: Control = 0;
    pub(super) const DENORMALS_OFF: Control = 0;
    pub(super) const MODE: Control = 0;

    pub(super) fn read() -> Control {
        0
    }

    pub(super) fn write(_control: Control) {}
}

use control::{Control, DENORMALS_OFF, EXACT, MODE, read, write};

#[cfg(all(test, any(target_arch = "x86_64", target_arch = "aarch64")))]
mod tests {
    use super::*;
    use std::hint::black_box;

    fn half_of_the_smallest_normal() -> f64 {
        black_box(f64::MIN_POSITIVE) * black_box(0.5)
    }

    #[test]
    fn denormals_are_there_or_not_as_asked_and_as_before_afterwards() {
        let before = read() & MODE;
        {
            let _off = FloatMode::denormals_off();
            assert_eq!(half_of_the_smallest_normal(), 0.0);
            {
                let _exact = FloatMode::exact();
                assert!(half_of_the_smallest_normal() > 0.0);
            }
            assert_eq!(half_of_the_smallest_normal(), 0.0);
        }
        assert!(half_of_the_smallest_normal() > 0.0);
        assert_eq!(read() & MODE, before);
    }

    #[test]
    #[cfg(target_arch = "x86_64")]
    fn rounding_that_somebody_changed_is_to_nearest_inside_and_theirs_again_outside() {
        let third = || black_box(1.0_f64) / black_box(3.0);
        let nearest = third();
        let toward_zero_up = 0x5f80;
        let mine = read();
        write(toward_zero_up);
        let changed = third();
        let guard = FloatMode::exact();
        let inside = third();
        drop(guard);
        let after = read() & MODE;
        write(mine);
        assert_ne!(changed, nearest);
        assert_eq!(inside, nearest);
        assert_eq!(after, toward_zero_up);
    }
}
