//! From a description to a kernel.

use crate::biquad::Biquad;
use crate::channel_mix::ChannelMix;
use crate::fade::Fade;
use crate::format::Format;
use crate::gain::Gain;
use crate::kernel::Kernel;
use crate::level_meter::LevelMeter;
use crate::limiter::Limiter;
use crate::resample::Resample;
use crate::spec::{KernelSpec, SpecError};

/// Reads a description as `@patchcord/core` writes it with `JSON.stringify`.
pub fn parse(json: &str) -> Result<KernelSpec, SpecError> {
    serde_json::from_str(json).map_err(|error| SpecError(format!("not a kernel's spec: {error}")))
}

/// Sets a kernel up for an input format.
pub fn create(spec: &KernelSpec, input: Format) -> Result<Box<dyn Kernel>, SpecError> {
    if input.channel_count == 0 {
        return Err(SpecError("channelCount must be at least 1, not 0".into()));
    }
    if !(input.sample_rate > 0.0 && input.sample_rate.is_finite()) {
        return Err(SpecError(format!(
            "sampleRate must be finite and above 0, not {}",
            input.sample_rate
        )));
    }
    Ok(match spec {
        KernelSpec::Biquad { sections, .. } => Box::new(Biquad::new(sections, input)?),
        KernelSpec::ChannelMix { matrix } => Box::new(ChannelMix::new(matrix, input)?),
        KernelSpec::Fade(fade) => Box::new(Fade::new(fade, input)?),
        KernelSpec::Gain { gain, .. } => Box::new(Gain::new(*gain, input)?),
        KernelSpec::LevelMeter { window_frames } => {
            Box::new(LevelMeter::new(*window_frames, input)?)
        }
        KernelSpec::Limiter {
            ceiling,
            look_ahead_frames,
            release_coefficient,
        } => Box::new(Limiter::new(
            *ceiling,
            *look_ahead_frames,
            *release_coefficient,
            input,
        )?),
        // Where nothing is to be done, nothing is delayed either.
        KernelSpec::Resample(resample) if resample.up == resample.down && !resample.adjustable => {
            Box::new(Gain::new(1.0, input)?)
        }
        KernelSpec::Resample(resample) => Box::new(Resample::new(resample, input)?),
    })
}
