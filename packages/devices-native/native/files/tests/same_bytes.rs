//! A job writes what its kernels give block by block.

mod support;

use patchcord_files::{Control, FileJob, Part, run};
use patchcord_kernels::pcm::{PcmEncoder, PcmSampleFormat};
use support::*;

const ROWS: [&[&str]; 10] = [
    &[GAIN],
    &[FILTER, FILTER, FILTER],
    &[FILTER, METER, FILTER, FILTER, GAIN],
    &[LIMITER],
    &[LIMITER, METER, LIMITER],
    &[MONO, FADE],
    &[DOWN, GAIN],
    &[GAIN, DOWN, LIMITER, METER],
    &[DOWN, DOWN, FADE, MONO],
    &[LIMITER, FILTER, FILTER, DOWN],
];

#[test]
fn any_row_of_kernels_gives_the_same_bytes_in_blocks_of_any_size() {
    for specs in ROWS {
        // Blocks of 7 frames are often empty behind a resampler.
        for frames_per_block in [7, 480, 5000, 50_000] {
            let folder = Folder::new();
            let mut job = folder.job(row(specs), frames_per_block);
            job.input.frame_count = 12_000;
            let bytes = noise(12_000 * 4);
            let expected = streamed(&bytes, &job, specs);
            let control = run_to_end(job);
            assert!(control.with_outcome(|outcome| matches!(outcome, Some(Ok(())))));
            assert!(
                folder.written() == expected,
                "{specs:?} by {frames_per_block}"
            );
            let counts = counts(&control);
            assert_eq!(counts[counts.len() - 3], expected.len() as f64);
        }
    }
}

#[test]
fn any_format_is_read_and_written_dithered_too() {
    for format in PcmSampleFormat::ALL {
        for dither_seed in [None, Some(7)] {
            let Some(encoder) = PcmEncoder::new(pcm(format, 2), dither_seed) else {
                continue;
            };
            let folder = Folder::new();
            let mut job = folder.job(row(&[GAIN, METER]), 999);
            job.input = folder.input(pcm(format, 2), 5000, 999);
            job.output.encoder = encoder;
            let bytes = noise(5000 * 2 * format.bytes_per_sample());
            let expected = streamed(&bytes, &job, &[GAIN, METER]);
            run_to_end(job);
            assert!(folder.written() == expected, "{format:?}");
        }
    }
}

#[test]
fn many_pieces_make_one_file() {
    let folder = Folder::new();
    let mut job = folder.job(row(&[GAIN]), 16_384);
    job.input = folder.input(stereo_s16(), 1_000_001, 16_384);
    let expected = streamed(&noise(4_000_004), &job, &[GAIN]);
    run_to_end(job);
    assert!(folder.written() == expected);
}

#[test]
fn thirty_filters_and_more_are_no_trouble() {
    let folder = Folder::new();
    let specs = [FILTER; 67];
    let mut job = folder.job(row(&specs), 1000);
    job.input.frame_count = 2500;
    let expected = streamed(&noise(2500 * 4), &job, &specs);
    run_to_end(job);
    assert!(folder.written() == expected);
}

#[test]
fn no_frames_are_no_trouble() {
    let folder = Folder::new();
    let mut job = folder.job(row(&[DOWN, LIMITER, METER]), 480);
    job.input.frame_count = 0;
    let control = run_to_end(job);
    assert!(control.with_outcome(|outcome| matches!(outcome, Some(Ok(())))));
    assert!(folder.written().is_empty());
    assert!(counts(&control).iter().all(|&count| count == 0.0));
}

#[test]
fn blocks_and_frames_are_counted_where_they_go_in_and_out() {
    let folder = Folder::new();
    let control = run_to_end(folder.job(row(&[GAIN, DOWN, LIMITER]), 1000));
    let counts = counts(&control);
    assert_eq!(counts[..4], [0.0, 0.0, 24.0, 24_000.0]);
    assert_eq!(counts[4..8], [24.0, 24_000.0, 24.0, 24_000.0]);
    // With their tails.
    assert_eq!(counts[8..12], [24.0, 24_000.0, 25.0, 8000.0]);
    assert_eq!(counts[12..16], [25.0, 8000.0, 26.0, 8000.0]);
    assert_eq!(counts[16..20], [26.0, 8000.0, 0.0, 0.0]);
    assert_eq!(counts[20..], [32_000.0, 0.0, 0.0]);
}

#[test]
fn what_does_not_fit_is_counted() {
    let folder = Folder::new();
    let mut job = folder.job(
        row(&[r#"{"kernel":"gain","gain":1e6,"rampFrames":0}"#]),
        480,
    );
    let format = pcm(PcmSampleFormat::F32le, 2);
    job.input = folder.input(format, 4, 480);
    let samples = [
        1.0_f32,
        -1.0,
        0.0,
        f32::NAN,
        f32::INFINITY,
        0.5,
        f32::NAN,
        0.0,
    ];
    let bytes: Vec<u8> = samples
        .iter()
        .flat_map(|sample| sample.to_le_bytes())
        .collect();
    std::fs::write(folder.path("in"), [HEADER.as_slice(), &bytes].concat()).unwrap();
    let counts = counts(&run_to_end(job));
    assert_eq!(counts[counts.len() - 2..], [4.0, 2.0]);
}

#[test]
fn one_block_in_sixteen_is_timed_in_every_part() {
    let folder = Folder::new();
    let job = folder.job(row(&[FILTER, FILTER, METER]), 100);
    let control = run_to_end(job);
    for part in [
        Part::Input,
        Part::Kernel(0),
        Part::Kernel(1),
        Part::Kernel(2),
        Part::Output,
    ] {
        let mut times = [-1.0; 100];
        assert_eq!(control.take_times(part, &mut times), 15, "{part:?}");
        assert!(times[..15].iter().all(|&ms| (0.0..10_000.0).contains(&ms)));
    }
}

#[test]
fn a_reading_larger_than_a_portion_comes_whole() {
    let folder = Folder::new();
    let channels = 400;
    let format = pcm(PcmSampleFormat::U8, channels);
    let spec = patchcord_kernels::parse(METER).unwrap();
    let stereo = support::STEREO;
    let many = patchcord_kernels::Format {
        channel_count: channels,
        ..stereo
    };
    let job = FileJob {
        input: folder.input(format, 200, 100),
        kernels: vec![patchcord_kernels::create(&spec, many).unwrap()],
        output: folder.output(format),
    };
    let control = Control::new(1);
    run(job, &control, &surroundings(|| {}));
    let mut readings = vec![0.0; 10_000];
    assert_eq!(
        control.take_readings(0, &mut readings),
        4 * (2 + 3 * channels)
    );
    assert_eq!(readings[2 + 3 * channels], 50.0);
}
