//! A resampler that runs allocates nothing, whatever the block and however often it is corrected.

#[path = "support/counting_allocator.rs"]
mod counting_allocator;

use counting_allocator::allocations_so_far;
use patchcord_kernels::resample::Resample;
use patchcord_kernels::spec::{ResampleQuality, ResampleSpec};
use patchcord_kernels::{Format, Kernel, KernelSpec};

#[test]
fn nothing_is_allocated_once_it_runs() {
    for (up, down, adjustable) in [
        (1, 3, false),
        (147, 160, false),
        (4001, 4000, false),
        (1, 1, true),
    ] {
        let mut spec = ResampleSpec {
            sample_rate: 48_000.0,
            up,
            down,
            quality: ResampleQuality::Good,
            adjustable,
            correction_ppm: 0.0,
        };
        let format = Format {
            sample_rate: 48_000.0,
            channel_count: 2,
        };
        let mut kernel = Resample::new(&spec, format).unwrap();
        let input = vec![0.25; 2 * 5000];
        let mut output = vec![0.0; 2 * 6000];
        let before = allocations_so_far();
        assert!(before > 0);
        kernel.start_at(12);
        for frame_count in [1, 5000, 480, 0, 2500] {
            let frames = kernel.output_frames(frame_count);
            kernel.process(
                &input[..2 * frame_count],
                frame_count,
                &mut output[..2 * frames],
            );
            if adjustable {
                spec.correction_ppm = frame_count as f64;
                kernel.update(&KernelSpec::Resample(spec.clone())).unwrap();
            }
        }
        let frames = kernel.tail_frames();
        kernel.flush(&mut output[..2 * frames]);
        assert_eq!(allocations_so_far(), before);
    }
}
