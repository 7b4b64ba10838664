//! PCM bytes to planar samples and back, bit for bit as `@patchcord/core` does it.
//!
//! Integers of n bits are divided by 2^(n-1). The other way a sample is multiplied by 2^(n-1),
//! dithered if asked for, rounded to the nearest whole number (a tie to the even one) and clipped;
//! what did not fit is counted. The state of the floating-point unit must be IEEE's default.

mod byte_format;
mod companding;
mod decoder;
mod dither;
mod encoder;
mod noise;
mod read;
mod round;
mod stereo_s16;
mod write;

pub use byte_format::{PcmByteFormat, PcmLayout, PcmSampleFormat};
pub use decoder::PcmDecoder;
pub use encoder::{PcmEncoder, PcmTally};
