//! The conversion of PCM bytes as objects of JavaScript.

use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;

use napi::sys;
use patchcord_kernels::FloatMode;
use patchcord_kernels::pcm::{
    PcmByteFormat, PcmDecoder, PcmEncoder, PcmLayout, PcmSampleFormat, PcmTally,
};

use crate::call::Call;
use crate::fault::Fault;
use crate::function::Target;
use crate::samples::{Lent, with_both};

/// The most channels that core knows.
const MAX_CHANNELS: usize = 1024;

/// Exports `createPcmDecoder(sampleFormat, channelCount, layout)` and
/// `createPcmEncoder(sampleFormat, channelCount, layout, dither, ditherSeed)`.
pub fn export(target: &Target) -> Result<(), Fault> {
    target.function(c"createPcmDecoder", |call| {
        let decoder = PcmDecoder::new(byte_format(call)?);
        let target = Target::create(call.env)?;
        target.function(c"decode", move |call| decode(&decoder, call))?;
        Ok(target.object)
    })?;
    target.function(c"createPcmEncoder", |call| {
        let format = byte_format(call)?;
        let seed = dither_seed(call)?;
        let encoder = PcmEncoder::new(format, seed)
            .ok_or_else(|| call.misfit(3, "'none' for this sample format"))?;
        let encoder = Rc::new(RefCell::new(encoder));
        let target = Target::create(call.env)?;
        let used = Rc::clone(&encoder);
        target.function(c"encode", move |call| encode(&mut used.borrow_mut(), call))?;
        count(&target, c"clippedSamples", &encoder, |tally| {
            tally.clipped_samples
        })?;
        count(&target, c"nanSamples", &encoder, |tally| tally.nan_samples)?;
        Ok(target.object)
    })
}

fn byte_format(call: &Call) -> Result<PcmByteFormat, Fault> {
    let sample_format = PcmSampleFormat::named(&call.text(0)?);
    let channel_count = call.count(1)?;
    if !(1..=MAX_CHANNELS).contains(&channel_count) {
        return Err(call.misfit(1, "from 1 to 1024"));
    }
    let layout = PcmLayout::named(&call.text(2)?);
    Ok(PcmByteFormat {
        sample_format: sample_format.ok_or_else(|| call.misfit(0, "a sample format"))?,
        channel_count,
        layout: layout.ok_or_else(|| call.misfit(2, "a layout"))?,
    })
}

fn dither_seed(call: &Call) -> Result<Option<u32>, Fault> {
    // A count is below 2^32.
    let seed = call.count(4)? as u32;
    match call.text(3)?.as_str() {
        "none" => Ok(None),
        "tpdf" => Ok(Some(seed)),
        _ => Err(call.misfit(3, "'none' or 'tpdf'")),
    }
}

fn count(
    target: &Target,
    name: &std::ffi::CStr,
    encoder: &Rc<RefCell<PcmEncoder>>,
    read: impl Fn(PcmTally) -> u64 + 'static,
) -> Result<(), Fault> {
    let encoder = Rc::clone(encoder);
    target.function(name, move |call| {
        call.return_number(read(encoder.borrow().tally()) as f64)
    })
}

/// The arguments of one conversion, held against each other.
struct Block {
    /// The bytes of the frames.
    bytes: Lent<u8>,
    planar: Lent<f32>,
    frame_count: usize,
    frame_start: usize,
    /// The places that each channel of `planar` has.
    stride: usize,
}

impl Block {
    #[inline]
    fn new(
        format: PcmByteFormat,
        (bytes, byte_start): (Lent<u8>, usize),
        (planar, frame_start): (Lent<f32>, usize),
        frame_count: usize,
    ) -> Result<Self, Fault> {
        let stride = planar.len() / format.channel_count;
        // Counts are below 2^32 and a frame takes 2^13 bytes at most: nothing overflows.
        let byte_end = byte_start as u64 + frame_count as u64 * format.bytes_per_frame() as u64;
        let frame_end = frame_start as u64 + frame_count as u64;
        let whole = stride * format.channel_count == planar.len();
        if !whole || byte_end > bytes.len() as u64 || frame_end > stride as u64 {
            return Err(misfit(
                format,
                byte_end,
                bytes.len(),
                frame_end,
                planar.len(),
            ));
        }
        Ok(Self {
            bytes: bytes.part(byte_start..byte_end as usize),
            planar,
            frame_count,
            frame_start,
            stride,
        })
    }

    /// Where the frames lie in the planar array, channel by channel.
    fn runs(&self) -> impl Iterator<Item = Range<usize>> {
        let starts = (self.frame_start..self.planar.len()).step_by(self.stride.max(1));
        starts.map(|start| start..start + self.frame_count)
    }
}

#[cold]
fn misfit(
    format: PcmByteFormat,
    byte_end: u64,
    bytes: usize,
    frame_end: u64,
    planar: usize,
) -> Fault {
    let channels = format.channel_count;
    Fault::Argument(format!(
        "there must be {byte_end} bytes and {frame_end} frames of {channels} channels, got {bytes} bytes and {planar} samples"
    ))
}

/// `decode(bytes, byteStart, frameCount, planar, frameStart)`
#[inline]
fn decode(decoder: &PcmDecoder, call: &Call) -> Result<sys::napi_value, Fault> {
    let block = Block::new(
        decoder.format(),
        (call.bytes(0)?, call.count(1)?),
        (call.samples(3)?, call.count(4)?),
        call.count(2)?,
    )?;
    let _mode = FloatMode::exact();
    let (count, start, stride) = (block.frame_count, block.frame_start, block.stride);
    let done = with_both(&block.bytes, &block.planar, |bytes, planar| {
        decoder.decode(bytes, count, planar, start, stride);
    });
    if done.is_none() {
        decode_apart(decoder, &block);
    }
    Ok(call.return_nothing())
}

/// By way of memory of its own: nothing but the frames themselves may be written.
#[cold]
fn decode_apart(decoder: &PcmDecoder, block: &Block) {
    let count = block.frame_count;
    let mut planar = vec![0.0; count * decoder.format().channel_count];
    decoder.decode(&block.bytes.copy(), count, &mut planar, 0, count);
    if count > 0 {
        for (run, samples) in block.runs().zip(planar.chunks_exact(count)) {
            block.planar.part(run).write_back(samples);
        }
    }
}

/// `encode(planar, frameCount, bytes, byteStart, frameStart)`
#[inline]
fn encode(encoder: &mut PcmEncoder, call: &Call) -> Result<sys::napi_value, Fault> {
    let block = Block::new(
        encoder.format(),
        (call.bytes(2)?, call.count(3)?),
        (call.samples(0)?, call.count(4)?),
        call.count(1)?,
    )?;
    let _mode = FloatMode::exact();
    let (count, start, stride) = (block.frame_count, block.frame_start, block.stride);
    let done = with_both(&block.planar, &block.bytes, |planar, bytes| {
        encoder.encode(planar, start, stride, count, bytes);
    });
    if done.is_none() {
        encode_apart(encoder, &block);
    }
    Ok(call.return_nothing())
}

#[cold]
fn encode_apart(encoder: &mut PcmEncoder, block: &Block) {
    let count = block.frame_count;
    let planar: Vec<f32> = block
        .runs()
        .flat_map(|run| block.planar.part(run).copy())
        .collect();
    let mut bytes = vec![0; block.bytes.len()];
    encoder.encode(&planar, 0, count, count, &mut bytes);
    block.bytes.write_back(&bytes);
}
