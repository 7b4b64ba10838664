//! Kernels described as plain data, as `@patchcord/core` writes them.

use std::fmt;

use serde::Deserialize;

/// The numbers of a filter's section: `b0, b1, b2, a1, a2`.
pub type BiquadCoefficients = [f64; 5];

/// The arithmetic of a processor as plain data. All numbers in it are ready to use.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(
    tag = "kernel",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum KernelSpec {
    /// Second-order filters, one after the other.
    Biquad {
        /// The sections, from the first to the last.
        sections: Vec<BiquadCoefficients>,
        /// Frames over which a change of coefficients is spread.
        ramp_frames: u32,
    },
    /// Output channels as weighted sums of input channels.
    ChannelMix {
        /// One row for each output channel, one column for each input channel.
        matrix: Vec<Vec<f64>>,
    },
    /// A fade in, out, or both: see `fade-kernel.ts`.
    Fade(FadeSpec),
    /// Multiplies every sample.
    Gain {
        /// The factor.
        gain: f64,
        /// Frames over which a change of `gain` is spread.
        ramp_frames: u32,
    },
    /// Measures windows of audio.
    LevelMeter {
        /// Frames in a window.
        window_frames: u64,
    },
    /// Holds samples under a ceiling.
    Limiter {
        /// The largest size of a sample that comes out.
        ceiling: f64,
        /// How many frames before a peak the gain starts to fall.
        look_ahead_frames: usize,
        /// The part of the way back to 1 that the gain makes in a frame.
        release_coefficient: f64,
    },
    /// Changes the sample rate.
    Resample(ResampleSpec),
}

/// How the gain of a fade moves with time.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum FadeCurve {
    /// On a straight line.
    Linear,
    /// On a quarter of a sine.
    EqualPower,
    /// On the square of a quarter of a sine.
    Cosine,
}

/// Whether a fade begins or ends in silence.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub enum FadeDirection {
    /// From silence.
    In,
    /// To silence.
    Out,
}

/// A fade by position on the timeline.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(rename_all = "camelCase")]
pub struct FadeSpec {
    /// Whether it begins or ends in silence.
    pub direction: FadeDirection,
    /// How the gain moves.
    pub curve: FadeCurve,
    /// Position of the first frame of the fade.
    pub start_frame: i64,
    /// How many frames the fade lasts.
    pub frame_count: i64,
}

/// How good a resampler is, and how much work.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub enum ResampleQuality {
    /// For speech and previews.
    Fast,
    /// For most uses.
    Good,
    /// For masters and measurements.
    Best,
}

/// Changes the sample rate.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(rename_all = "camelCase")]
pub struct ResampleSpec {
    /// The output's rate, in Hz.
    pub sample_rate: f64,
    /// Output frames that last as long as `down` input frames.
    pub up: u32,
    /// Input frames that last as long as `up` output frames.
    pub down: u32,
    /// The filter.
    pub quality: ResampleQuality,
    /// Whether the ratio can be changed while running; the filter is then used at any ratio, 1 too.
    pub adjustable: bool,
    /// Output frames per input frame, in parts per million above `up / down`.
    pub correction_ppm: f64,
}

impl KernelSpec {
    /// The kernel's name, as the description has it.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Biquad { .. } => "biquad",
            Self::ChannelMix { .. } => "channelMix",
            Self::Fade(_) => "fade",
            Self::Gain { .. } => "gain",
            Self::LevelMeter { .. } => "levelMeter",
            Self::Limiter { .. } => "limiter",
            Self::Resample(_) => "resample",
        }
    }
}

/// A description that makes no sense.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpecError(pub String);

impl SpecError {
    /// An update with the description of another kernel, or of one that cannot change.
    pub(crate) fn cannot_become(kernel: &str, spec: &KernelSpec) -> Self {
        let other = spec.name();
        Self(if kernel == other {
            format!("a {kernel} cannot change while it runs")
        } else {
            format!("a {kernel} cannot become a {other}")
        })
    }
}

impl fmt::Display for SpecError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for SpecError {}
