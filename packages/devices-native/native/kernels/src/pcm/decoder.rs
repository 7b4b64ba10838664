use super::read::read_channel;
use super::{PcmByteFormat, PcmSampleFormat, stereo_s16};
use crate::simd::Simd;

/// Turns PCM bytes into planar samples.
///
/// Integers of up to 24 bits are exact, `s32` and `f64` are rounded to the nearest 32-bit float;
/// floats beyond full scale, infinities and NaN pass.
#[derive(Clone, Debug)]
pub struct PcmDecoder {
    format: PcmByteFormat,
}

impl PcmDecoder {
    /// A decoder of a format.
    #[must_use]
    pub fn new(format: PcmByteFormat) -> Self {
        Self { format }
    }

    /// What the bytes look like.
    #[must_use]
    pub fn format(&self) -> PcmByteFormat {
        self.format
    }

    /// Reads the first `frame_count` frames of `bytes` to `planar`, where channel `c` lies from
    /// `c * stride` on, from the place `frame_start` on.
    ///
    /// # Panics
    ///
    /// Where the frames do not fit.
    pub fn decode(
        &self,
        bytes: &[u8],
        frame_count: usize,
        planar: &mut [f32],
        frame_start: usize,
        stride: usize,
    ) {
        let bytes = &bytes[..frame_count * self.format.bytes_per_frame()];
        assert!(frame_start + frame_count <= stride, "beyond the channel");
        if frame_count == 0 {
            return;
        }
        if self.format.is_stereo_s16() {
            let (left, right) = planar.split_at_mut(stride);
            let range = frame_start..frame_start + frame_count;
            let big_endian = self.format.sample_format == PcmSampleFormat::S16be;
            stereo_s16::read(
                bytes,
                big_endian,
                &mut left[range.clone()],
                &mut right[range],
            );
            return;
        }
        for channel in 0..self.format.channel_count {
            let (at, step) = self.format.channel_run(channel, frame_count);
            let start = channel * stride + frame_start;
            let run = &mut planar[start..start + frame_count];
            read_channel(
                Simd::detect(),
                self.format.sample_format,
                &bytes[at..],
                step,
                run,
            );
        }
    }
}
