//! What core's TypeScript makes of the same samples: bytes, samples read back, and counts.

use patchcord_kernels::pcm::PcmSampleFormat as F;
use patchcord_kernels::pcm::{PcmByteFormat, PcmDecoder, PcmEncoder, PcmLayout};

const FRAMES: usize = 3000;

/// Format, whether it is dithered (seed 9), the FNV-1a hash of all bytes written and all samples
/// read back for 1, 2 and 3 channels in both layouts, and the counts of clipped samples and NaN.
#[rustfmt::skip]
const BY_CORE: [(F, bool, u32, u64, u64); 20] = [
    (F::S8, false, 0x4114_b6a5, 708, 6),
    (F::S8, true, 0xab71_cdcf, 700, 6),
    (F::U8, false, 0x3ae0_c6a5, 708, 6),
    (F::U8, true, 0xe419_40cf, 700, 6),
    (F::S16le, false, 0x3844_70c5, 750, 6),
    (F::S16le, true, 0x0142_0259, 750, 6),
    (F::S16be, false, 0x24ba_b9a1, 750, 6),
    (F::S16be, true, 0xe715_af69, 750, 6),
    (F::S24le, false, 0xd46e_c277, 750, 6),
    (F::S24le, true, 0xa09b_5ecd, 750, 6),
    (F::S24be, false, 0xf2a1_68af, 750, 6),
    (F::S24be, true, 0x837c_a1e5, 750, 6),
    (F::S32le, false, 0x4fc6_d8f1, 750, 6),
    (F::S32be, false, 0xce94_98ed, 750, 6),
    (F::F32le, false, 0x0d6d_f1ed, 0, 0),
    (F::F32be, false, 0x4a2e_276d, 0, 0),
    (F::F64le, false, 0x2bfb_3559, 0, 0),
    (F::F64be, false, 0x5b9d_0661, 0, 0),
    (F::Alaw, false, 0x531a_6b73, 750, 6),
    (F::Mulaw, false, 0xfb5e_3169, 750, 6),
];

fn hash(hash: &mut u32, bytes: &[u8]) {
    for byte in bytes {
        *hash = (*hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193);
    }
}

/// Evenly spread samples, some beyond full scale, and odd ones.
fn test_samples(count: usize) -> Vec<f32> {
    let mut counter = 1_u32;
    let mut samples: Vec<f32> = (0..count)
        .map(|_| {
            counter = counter.wrapping_add(0x9e37_79b9);
            let mut word = counter ^ (counter >> 16);
            word = word.wrapping_mul(0x7feb_352d);
            word ^= word >> 15;
            word = word.wrapping_mul(0x846c_a68b);
            word ^= word >> 16;
            (f64::from(word as i32) / 2_147_483_648.0 * 1.02) as f32
        })
        .collect();
    let step = 1.0 / 32_768.0;
    let wide = 1.0 / 128.0;
    samples[100..111].copy_from_slice(&[
        f32::NAN,
        f32::INFINITY,
        f32::NEG_INFINITY,
        1.0,
        -1.0,
        0.5 * step,
        1.5 * step,
        0.5 * wide,
        1.5 * wide,
        1.5,
        -0.0,
    ]);
    samples
}

fn byte_formats(sample_format: F) -> impl Iterator<Item = PcmByteFormat> {
    (1..=3).flat_map(move |channel_count| {
        [PcmLayout::Interleaved, PcmLayout::Planar].map(|layout| PcmByteFormat {
            sample_format,
            channel_count,
            layout,
        })
    })
}

#[test]
fn bytes_samples_and_counts_are_those_of_core() {
    for (sample_format, dithered, expected, clipped, nans) in BY_CORE {
        let (mut sum, mut clips, mut not_numbers) = (0x811c_9dc5, 0, 0);
        for format in byte_formats(sample_format) {
            let planar = test_samples(FRAMES * format.channel_count);
            let mut encoder = PcmEncoder::new(format, dithered.then_some(9)).expect("it can");
            let mut bytes = vec![0; FRAMES * format.bytes_per_frame()];
            encoder.encode(&planar, 0, FRAMES, FRAMES, &mut bytes);
            let mut back = vec![0.0; planar.len()];
            PcmDecoder::new(format).decode(&bytes, FRAMES, &mut back, 0, FRAMES);
            hash(&mut sum, &bytes);
            for sample in back {
                let sample = if sample.is_nan() { 0.0 } else { sample };
                hash(&mut sum, &sample.to_le_bytes());
            }
            clips += encoder.tally().clipped_samples;
            not_numbers += encoder.tally().nan_samples;
        }
        let found = (sum, clips, not_numbers);
        assert_eq!(
            found,
            (expected, clipped, nans),
            "{sample_format:?}, dithered: {dithered}"
        );
    }
}

#[test]
fn any_division_of_interleaved_blocks_gives_the_same() {
    for sample_format in F::ALL {
        for format in byte_formats(sample_format) {
            if format.layout == PcmLayout::Planar {
                continue;
            }
            let planar = test_samples(FRAMES * format.channel_count);
            let seeds = [None, Some(3)];
            for seed in seeds {
                let Some(mut whole) = PcmEncoder::new(format, seed) else {
                    continue;
                };
                let mut parts = whole.clone();
                let frame_bytes = format.bytes_per_frame();
                let mut expected = vec![0; FRAMES * frame_bytes];
                whole.encode(&planar, 0, FRAMES, FRAMES, &mut expected);
                let mut bytes = vec![0; expected.len()];
                let mut back = vec![0.0; planar.len()];
                let decoder = PcmDecoder::new(format);
                let mut done = 0;
                for size in [0, 1, 7, 1025, 31, 2, FRAMES] {
                    let count = size.min(FRAMES - done);
                    let place = &mut bytes[done * frame_bytes..];
                    parts.encode(&planar, done, FRAMES, count, place);
                    decoder.decode(place, count, &mut back, done, FRAMES);
                    done += count;
                }
                assert_eq!(bytes, expected, "{format:?}");
                assert_eq!(parts.tally(), whole.tally());
                let mut whole_back = vec![0.0; planar.len()];
                decoder.decode(&bytes, FRAMES, &mut whole_back, 0, FRAMES);
                let bits = |samples: &[f32]| -> Vec<u32> {
                    samples.iter().map(|sample| sample.to_bits()).collect()
                };
                assert_eq!(bits(&back), bits(&whole_back), "{format:?}");
            }
        }
    }
}

#[test]
fn names_are_those_of_core() {
    let format: PcmByteFormat =
        serde_json::from_str(r#"{"sampleFormat":"s24be","channelCount":2,"layout":"planar"}"#)
            .expect("it is JSON");
    assert_eq!(format.sample_format, F::S24be);
    assert_eq!(format.bytes_per_frame(), 6);
    assert!(
        PcmEncoder::new(
            PcmByteFormat {
                sample_format: F::Mulaw,
                ..format
            },
            Some(0)
        )
        .is_none()
    );
}
