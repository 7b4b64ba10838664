//! Pauses, stops, aborts, changes and readings, while a job works on a thread of its own.

mod support;

use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use patchcord_files::{Control, FileJob, start};
use patchcord_kernels::{Format, Kernel, KernelSpec, SpecError, parse};
use support::*;

/// Passes samples on. Says that it has a block and waits until it may go on.
struct Gate {
    arrived: Sender<usize>,
    go: Receiver<()>,
}

impl Kernel for Gate {
    fn output(&self) -> Format {
        STEREO
    }

    fn process_in_place(&mut self, _samples: &mut [f32], frame_count: usize) {
        let _ = self.arrived.send(frame_count);
        // When the test has let go of its end, nothing is held any more.
        let _ = self.go.recv();
    }

    fn update(&mut self, _spec: &KernelSpec) -> Result<(), SpecError> {
        Ok(())
    }
}

/// A job whose first kernel is held in each block.
struct Held {
    folder: Folder,
    control: Arc<Control>,
    arrived: Receiver<usize>,
    go: Option<Sender<()>>,
    thread: thread::JoinHandle<()>,
    expected: Vec<u8>,
}

/// 24 blocks of 1000 frames.
fn held(specs: &[&str]) -> Held {
    held_in_blocks_of(1000, specs)
}

fn held_in_blocks_of(frames_per_block: usize, specs: &[&str]) -> Held {
    let folder = Folder::new();
    let (arrived, from_gate) = channel();
    let (to_gate, go) = channel();
    let mut kernels: Vec<Box<dyn Kernel>> = vec![Box::new(Gate { arrived, go })];
    kernels.extend(row(specs));
    let job: FileJob = folder.job(kernels, frames_per_block);
    let expected = streamed(&noise(24_000 * 4), &job, specs);
    let control = Arc::new(Control::new(job.kernels.len()));
    let thread = start(job, Arc::clone(&control), surroundings(|| {})).expect("a thread");
    Held {
        folder,
        control,
        arrived: from_gate,
        go: Some(to_gate),
        thread,
        expected,
    }
}

impl Held {
    fn arrive(&self) {
        self.arrive_with(1000);
    }

    fn arrive_with(&self, frames: usize) {
        assert_eq!(self.arrived.recv(), Ok(frames), "the next one arrives");
    }

    fn pass(&self) {
        let go = self.go.as_ref().expect("it is held");
        go.send(()).expect("it waits");
    }

    /// Lets everything through and waits for the end: what was written.
    fn end(mut self) -> (Vec<u8>, Vec<u8>, Vec<f64>) {
        self.go = None;
        self.thread.join().expect("no panic");
        assert!(
            self.control
                .with_outcome(|outcome| matches!(outcome, Some(Ok(()))))
        );
        (self.folder.written(), self.expected, counts(&self.control))
    }
}

fn bytes_written(control: &Control) -> f64 {
    let counts = counts(control);
    counts[counts.len() - 3]
}

#[test]
fn a_pause_holds_after_the_block_under_way_and_everything_is_in_the_file_then() {
    let held = held(&[GAIN]);
    held.arrive();
    held.pass();
    held.arrive();
    held.control.pause();
    held.pass();
    // Less than a piece is written at once only when the job is held.
    wait_until(|| bytes_written(&held.control) == 8000.0);
    assert_eq!(held.folder.written(), held.expected[..8000]);
    assert!(held.arrived.try_recv().is_err());
    held.control.resume();
    held.arrive();
    let (written, expected, _) = held.end();
    assert!(written == expected);
}

#[test]
fn a_stop_reads_no_further_and_lets_tails_out() {
    let held = held(&[LIMITER]);
    held.arrive();
    held.pass();
    held.arrive();
    held.control.pause();
    held.control.stop_reading();
    let (written, expected, counts) = held.end();
    assert_eq!(counts[2..4], [2.0, 2000.0]);
    assert_eq!(counts[8..12], [2.0, 2000.0, 3.0, 2000.0]);
    assert_eq!(written.len(), 8000);
    // The tail is turned down by nothing behind it.
    assert_eq!(written[..4 * 1900], expected[..4 * 1900]);
}

#[test]
fn an_abort_ends_after_the_block_under_way_and_a_pause_is_no_obstacle() {
    let held = held(&[LIMITER]);
    held.arrive();
    held.pass();
    held.arrive();
    held.control.pause();
    held.control.abort();
    let (written, expected, counts) = held.end();
    assert_eq!(counts[2..4], [2.0, 2000.0]);
    // Less by what is still in the limiter.
    assert_eq!(written, expected[..4 * (2000 - 70)]);
}

#[test]
fn a_change_is_made_with_the_next_block_and_the_last_one_counts() {
    let held = held(&[GAIN]);
    held.arrive();
    let at_once = |gain| {
        parse(&format!(
            r#"{{"kernel":"gain","gain":{gain},"rampFrames":0}}"#
        ))
    };
    held.control.update(1, at_once(3).unwrap());
    held.control.update(1, at_once(0).unwrap());
    held.pass();
    held.arrive();
    held.pass();
    let (written, _, _) = held.end();
    // The kernel had not begun with the block that was held in front of it.
    assert!(written.iter().all(|&byte| byte == 0));
}

#[test]
fn a_change_touches_nothing_that_was_before_it() {
    let held = held(&[GAIN]);
    for _ in 0..3 {
        held.arrive();
        held.pass();
    }
    held.arrive();
    let silence = parse(r#"{"kernel":"gain","gain":0,"rampFrames":0}"#);
    held.control.update(1, silence.unwrap());
    let (written, expected, _) = held.end();
    assert_eq!(written[..12_000], expected[..12_000]);
    assert!(written[12_000..].iter().all(|&byte| byte == 0));
    assert_eq!(written.len(), expected.len());
}

#[test]
fn large_blocks_are_changed_and_held_as_a_whole() {
    // They are worked on by portions of 2048 frames.
    let held = held_in_blocks_of(5000, &[GAIN]);
    held.arrive_with(2048);
    held.pass();
    held.arrive_with(2048);
    let silence = parse(r#"{"kernel":"gain","gain":0,"rampFrames":0}"#);
    held.control.update(1, silence.unwrap());
    held.control.pause();
    held.pass();
    held.arrive_with(904);
    held.pass();
    wait_until(|| bytes_written(&held.control) == 20_000.0);
    assert_eq!(held.folder.written(), held.expected[..20_000]);
    held.control.resume();
    let (written, expected, counts) = held.end();
    assert_eq!(counts[4..8], [5.0, 24_000.0, 5.0, 24_000.0]);
    assert_eq!(written.len(), expected.len());
    assert!(written[20_000..].iter().all(|&byte| byte == 0));
}
