//! Arrays of floats that lie as vector instructions like them.

/// Floats in a vector of 256 bits.
pub(crate) const LANES: usize = 8;

/// As many floats as one instruction takes.
#[derive(Clone, Copy, Debug)]
#[repr(C, align(32))]
struct Vector([f32; LANES]);

/// Floats whose first lies on a multiple of 32 bytes; as many as are whole vectors.
#[derive(Clone, Debug)]
pub(crate) struct Vectors(Vec<Vector>);

impl Vectors {
    /// So many zeros, or up to 7 more.
    pub(crate) fn zeros(count: usize) -> Self {
        Self(vec![Vector([0.0; LANES]); count.div_ceil(LANES)])
    }

    pub(crate) fn floats(&self) -> &[f32] {
        // SAFETY: a `Vector` is 8 floats without padding.
        unsafe { std::slice::from_raw_parts(self.0.as_ptr().cast(), self.0.len() * LANES) }
    }

    pub(crate) fn floats_mut(&mut self) -> &mut [f32] {
        // SAFETY: a `Vector` is 8 floats without padding, and all floats are valid.
        unsafe { std::slice::from_raw_parts_mut(self.0.as_mut_ptr().cast(), self.0.len() * LANES) }
    }
}
