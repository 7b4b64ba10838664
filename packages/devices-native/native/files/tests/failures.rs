//! Files that end early, disks that are full, kernels that panic.

mod support;

use std::fs::File;
use std::io;

use patchcord_files::{Control, Failure, Fault, Part};
use patchcord_kernels::{Format, Kernel, KernelSpec, SpecError};
use support::*;

/// Panics in one block.
struct Panicking(usize);

impl Kernel for Panicking {
    fn output(&self) -> Format {
        STEREO
    }

    fn process_in_place(&mut self, _samples: &mut [f32], _frame_count: usize) {
        self.0 -= 1;
        assert!(self.0 > 0, "as it was told to");
    }

    fn update(&mut self, _spec: &KernelSpec) -> Result<(), SpecError> {
        Ok(())
    }
}

fn failure<R>(control: &Control, read: impl FnOnce(&Failure) -> R) -> R {
    control.with_outcome(|outcome| match outcome {
        Some(Err(failure)) => read(failure),
        _ => panic!("it has not failed: {outcome:?}"),
    })
}

#[test]
fn a_file_that_became_shorter_is_told_with_its_end_and_whole_blocks_come_through() {
    let folder = Folder::new();
    let job = folder.job(row(&[GAIN]), 1000);
    let expected = streamed(&noise(24_000 * 4), &job, &[GAIN]);
    let file = File::options().write(true).open(folder.path("in")).unwrap();
    file.set_len(44 + 4 * 5500 + 3).unwrap();
    let control = run_to_end(job);
    failure(&control, |failure| {
        assert_eq!(failure.part, Part::Input);
        let Fault::Shortened {
            ended_at,
            due_up_to,
        } = failure.fault
        else {
            panic!("{:?}", failure.fault);
        };
        assert_eq!((ended_at, due_up_to), (44 + 4 * 5500 + 3, 44 + 4 * 24_000));
    });
    assert_eq!(folder.written(), expected[..4 * 5000]);
}

#[test]
fn what_cannot_be_read_is_told_with_the_error_of_the_system() {
    let folder = Folder::new();
    let mut job = folder.job(row(&[GAIN]), 1000);
    // Not open for reading.
    job.input.file = File::options().write(true).open(folder.path("in")).unwrap();
    failure(&run_to_end(job), |failure| {
        assert_eq!(failure.part, Part::Input);
        assert!(matches!(&failure.fault, Fault::System(error) if error.raw_os_error().is_some()));
    });
}

#[test]
fn what_lies_beyond_any_file_is_refused() {
    let folder = Folder::new();
    let mut job = folder.job(row(&[GAIN]), 1000);
    job.input.frame_count = u64::MAX / 2;
    failure(&run_to_end(job), |failure| {
        assert_eq!(failure.part, Part::Input);
        assert_eq!(failure.fault.to_string(), "invalid input parameter");
    });
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_is_told_as_the_system_tells_it() {
    let folder = Folder::new();
    let mut job = folder.job(row(&[GAIN]), 1000);
    job.output.file = File::options().write(true).open("/dev/full").unwrap();
    let control = run_to_end(job);
    failure(&control, |failure| {
        assert_eq!(failure.part, Part::Output);
        let Fault::System(error) = &failure.fault else {
            panic!("{:?}", failure.fault);
        };
        assert_eq!(error.kind(), io::ErrorKind::StorageFull);
    });
    let counts = counts(&control);
    assert_eq!(counts[counts.len() - 3], 0.0);
}

#[test]
fn a_panic_is_the_outcome_and_what_came_before_it_is_written() {
    for behind in [0, 1, 3] {
        let folder = Folder::new();
        let specs = [FILTER, FILTER, METER];
        let mut kernels = row(&specs);
        kernels.insert(behind, Box::new(Panicking(3)));
        let job = folder.job(kernels, 1000);
        let expected = streamed(&noise(24_000 * 4), &job, &specs);
        let control = run_to_end(job);
        failure(&control, |failure| {
            assert_eq!(failure.part, Part::Kernel(behind));
            let told = failure.fault.to_string();
            assert_eq!(told, "the native code panicked: as it was told to");
        });
        assert_eq!(folder.written(), expected[..8000], "{behind}");
    }
}

#[test]
fn a_panic_within_a_block_leaves_the_whole_blocks_before_it_and_what_was_measured() {
    let folder = Folder::new();
    let mut kernels = row(&[GAIN, METER]);
    // Blocks are worked on by portions of 2048 frames: the seventh is the second block's second.
    kernels.push(Box::new(Panicking(7)));
    let job = folder.job(kernels, 10_000);
    let expected = streamed(&noise(24_000 * 4), &job, &[GAIN, METER]);
    let control = Control::new(3);
    patchcord_files::run(job, &control, &surroundings(|| {}));
    failure(&control, |failure| {
        assert_eq!(failure.part, Part::Kernel(2))
    });
    assert_eq!(folder.written(), expected[..40_000]);
    let mut readings = [0.0; 8192];
    let count = control.take_readings(1, &mut readings);
    // 50 frames each, 8 numbers: those of the second block too, as far as it came.
    assert_eq!(count / 8, (10_000 + 2 * 2048) / 50);
}

#[test]
fn a_change_that_makes_no_sense_is_the_kernels_failure() {
    let folder = Folder::new();
    let job = folder.job(row(&[GAIN, METER]), 1000);
    let control = Control::new(2);
    let gain = patchcord_kernels::parse(GAIN).unwrap();
    control.update(1, gain);
    patchcord_files::run(job, &control, &surroundings(|| {}));
    failure(&control, |failure| {
        assert_eq!(failure.part, Part::Kernel(1));
        let told = failure.fault.to_string();
        assert_eq!(told, "a levelMeter cannot become a gain");
    });
}

#[test]
fn when_two_things_fail_the_first_is_told() {
    let folder = Folder::new();
    let mut job = folder.job(vec![Box::new(Panicking(3))], 1000);
    // Not open for writing, which shows only when what was gathered is written.
    job.output.file = File::open(folder.path("out")).unwrap();
    failure(&run_to_end(job), |failure| {
        assert_eq!(failure.part, Part::Kernel(0));
    });
}
