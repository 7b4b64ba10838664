use super::dither::TpdfDither;
use super::write::write_channel;
use super::{PcmByteFormat, PcmSampleFormat, stereo_s16};
use crate::simd::Simd;

/// Frames that are dithered at a time.
const PIECE_FRAMES: usize = 1024;

/// The account of samples that could not be written as they were.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PcmTally {
    /// Samples beyond the range of the format, infinite ones among them: written as its end.
    pub clipped_samples: u64,
    /// Samples that were no number: written as silence. Float formats keep and don't count them.
    pub nan_samples: u64,
}

impl PcmTally {
    /// Adds what a writer reports. The common case, in which all fits, does not look for NaN.
    fn add(&mut self, unfit: u64, runs: [&[f32]; 2]) {
        if unfit == 0 {
            return;
        }
        let nans = runs.into_iter().flatten().filter(|sample| sample.is_nan());
        let nans = nans.count() as u64;
        self.nan_samples += nans;
        self.clipped_samples += unfit - nans;
    }
}

/// Turns planar samples into PCM bytes, and keeps account of what did not fit.
#[derive(Clone, Debug)]
pub struct PcmEncoder {
    format: PcmByteFormat,
    dither: Option<(TpdfDither, Box<[f32; PIECE_FRAMES]>)>,
    tally: PcmTally,
}

impl PcmEncoder {
    /// An encoder of a format, with triangular dither if it is given a seed. `None` where the
    /// format cannot be dithered: it is for integers of up to 24 bits.
    #[must_use]
    pub fn new(format: PcmByteFormat, dither_seed: Option<u32>) -> Option<Self> {
        let dither = match dither_seed {
            None => None,
            Some(seed) => {
                let full_scale = format.sample_format.dithered_full_scale()?;
                let dither = TpdfDither::new(full_scale, format.channel_count, seed);
                Some((dither, Box::new([0.0; PIECE_FRAMES])))
            }
        };
        Some(Self {
            format,
            dither,
            tally: PcmTally::default(),
        })
    }

    /// What the bytes look like.
    #[must_use]
    pub fn format(&self) -> PcmByteFormat {
        self.format
    }

    /// What did not fit so far.
    #[must_use]
    pub fn tally(&self) -> PcmTally {
        self.tally
    }

    /// Writes `frame_count` frames of `planar`, where channel `c` lies from `c * stride` on, from
    /// the place `frame_start` on, to the beginning of `bytes`.
    ///
    /// # Panics
    ///
    /// Where the frames do not fit.
    pub fn encode(
        &mut self,
        planar: &[f32],
        frame_start: usize,
        stride: usize,
        frame_count: usize,
        bytes: &mut [u8],
    ) {
        let bytes = &mut bytes[..frame_count * self.format.bytes_per_frame()];
        assert!(frame_start + frame_count <= stride, "beyond the channel");
        if frame_count == 0 {
            return;
        }
        if self.dither.is_none() && self.format.is_stereo_s16() {
            let (left, right) = planar.split_at(stride);
            let range = frame_start..frame_start + frame_count;
            let (left, right) = (&left[range.clone()], &right[range]);
            let big_endian = self.format.sample_format == PcmSampleFormat::S16be;
            let unfit = stereo_s16::write(left, right, bytes, big_endian);
            self.tally.add(unfit, [left, right]);
            return;
        }
        for channel in 0..self.format.channel_count {
            let (at, step) = self.format.channel_run(channel, frame_count);
            let start = channel * stride + frame_start;
            let run = &planar[start..start + frame_count];
            self.encode_channel(channel, run, &mut bytes[at..], step);
        }
    }

    fn encode_channel(&mut self, channel: usize, run: &[f32], bytes: &mut [u8], step: usize) {
        let format = self.format.sample_format;
        let Some((dither, memory)) = &mut self.dither else {
            let unfit = write_channel(Simd::detect(), format, run, bytes, step);
            self.tally.add(unfit, [run, &[]]);
            return;
        };
        for (index, piece) in run.chunks(PIECE_FRAMES).enumerate() {
            let dithered = &mut memory[..piece.len()];
            dither.apply(channel, piece, dithered);
            let place = &mut bytes[index * PIECE_FRAMES * step..];
            let unfit = write_channel(Simd::detect(), format, dithered, place, step);
            self.tally.add(unfit, [dithered, &[]]);
        }
    }
}
