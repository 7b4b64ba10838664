//! What kernels measure, on its way to whoever takes it.

mod support;

use std::sync::Arc;
use std::sync::mpsc::channel;

use patchcord_files::{Control, start};
use support::*;

#[test]
fn readings_wait_to_be_taken_and_none_is_lost() {
    let folder = Folder::new();
    let window_of_one = r#"{"kernel":"levelMeter","windowFrames":1}"#;
    let job = folder.job(row(&[window_of_one]), 5000);
    let control = Arc::new(Control::new(1));
    let (news, told) = channel();
    let tell = surroundings(move || {
        let _ = news.send(());
    });
    let thread = start(job, Arc::clone(&control), tell).expect("a thread");
    let mut positions = Vec::new();
    while positions.len() < 24_000 {
        assert!(told.recv().is_ok(), "whoever waits was told before");
        // The queue is full long before the file ends.
        assert!(counts(&control)[2] < 5.0 || positions.len() > 10_000);
        let mut numbers = [0.0; 8 * 16];
        loop {
            let count = control.take_readings(0, &mut numbers);
            positions.extend(numbers[..count].iter().step_by(8).copied());
            if count == 0 {
                break;
            }
        }
    }
    thread.join().expect("no panic");
    let expected: Vec<f64> = (0..24_000).map(f64::from).collect();
    assert!(positions == expected);
    assert!(control.with_outcome(|outcome| matches!(outcome, Some(Ok(())))));
}

#[test]
fn an_abort_ends_the_wait_for_somebody_to_take_readings() {
    let folder = Folder::new();
    let window_of_one = r#"{"kernel":"levelMeter","windowFrames":1}"#;
    let job = folder.job(row(&[window_of_one]), 5000);
    let control = Arc::new(Control::new(1));
    let thread = start(job, Arc::clone(&control), surroundings(|| {})).expect("a thread");
    wait_until(|| counts(&control)[4] == 1.0);
    control.abort();
    thread.join().expect("no panic");
    assert!(control.with_outcome(|outcome| matches!(outcome, Some(Ok(())))));
    assert_eq!(counts(&control)[4], 1.0);
}
