//! How a job comes to work.

use std::io;
use std::sync::Arc;
use std::thread::{Builder, JoinHandle};

use patchcord_kernels::FloatMode;

use crate::control::Control;
use crate::failure::{Failure, Fault, Outcome};
use crate::job::FileJob;
use crate::worker::Worker;

/// What a job needs of whoever starts it.
pub struct Surroundings {
    /// Called on the job's thread after readings were queued, and last of all when the outcome is
    /// there.
    pub on_news: Box<dyn Fn() + Send>,
    /// Does work and catches a panic, whose message it returns.
    pub guard: fn(&mut dyn FnMut()) -> Result<(), String>,
}

/// Begins a job on a thread of its own.
///
/// # Errors
///
/// Where the system gives no thread; then nothing was begun.
pub fn start(
    job: FileJob,
    control: Arc<Control>,
    surroundings: Surroundings,
) -> io::Result<JoinHandle<()>> {
    Builder::new()
        .name("patchcord-file".to_owned())
        .spawn(move || run(job, &control, &surroundings))
}

/// Does a whole job on this thread. `control` is that of as many kernels.
pub fn run(job: FileJob, control: &Control, surroundings: &Surroundings) {
    // Files are closed before the outcome is there.
    let outcome = work(job, control, surroundings);
    control.end(outcome);
    (surroundings.on_news)();
}

fn work(job: FileJob, control: &Control, surroundings: &Surroundings) -> Outcome {
    let _mode = FloatMode::exact();
    let mut worker = Worker::new(job, control, surroundings)?;
    let outcome = guarded(&mut worker, Worker::run, control, surroundings);
    let written = guarded(&mut worker, Worker::finish, control, surroundings);
    outcome.and(written)
}

fn guarded<'a>(
    worker: &mut Worker<'a>,
    step: fn(&mut Worker<'a>) -> Outcome,
    control: &Control,
    surroundings: &Surroundings,
) -> Outcome {
    let mut outcome = Ok(());
    (surroundings.guard)(&mut || outcome = step(worker)).map_err(|message| Failure {
        part: control.at_work(),
        fault: Fault::Panic(message),
    })?;
    outcome
}
