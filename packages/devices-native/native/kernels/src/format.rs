//! What a stream of samples is like.

/// A sample rate and a count of channels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Format {
    /// Frames in a second.
    pub sample_rate: f64,
    /// Samples in a frame: at least 1.
    pub channel_count: usize,
}
