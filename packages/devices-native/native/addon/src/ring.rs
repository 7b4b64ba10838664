//! Rust threads at one end of a ring whose other end is JavaScript: for the tests.
//!
//! A thread works on the memory of a `SharedArrayBuffer`, which a reference keeps alive. When the
//! environment ends, however it does, its threads are told to stop and are joined first.

use std::ffi::c_void;
use std::ptr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::{self, JoinHandle};

use napi::sys;
use patchcord_ring::{Consumer, Memory, Producer, ReaderState, RingView, WriterState};

use crate::call::Call;
use crate::fault::Fault;
use crate::function::Target;

/// What a thread tells while it works.
#[derive(Default)]
struct Progress {
    stop: AtomicBool,
    done: AtomicBool,
    /// Frames that were written, or read.
    frames: AtomicU64,
    /// Frames that were dropped, or found to be lost.
    lost: AtomicU64,
    /// Samples that are not what they should be.
    wrong: AtomicU64,
}

impl Progress {
    fn stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    fn count(counter: &AtomicU64, by: u64) {
        counter.fetch_add(by, Ordering::Relaxed);
    }
}

/// A thread that belongs to one environment.
struct Worker {
    env: sys::napi_env,
    memory: sys::napi_ref,
    progress: Arc<Progress>,
    thread: Option<JoinHandle<()>>,
}

/// A sample that tells its place, exact in 32 bits.
fn sample(position: u64, channel: usize) -> f32 {
    (position % (1 << 20)) as f32 + 0.25 * channel as f32
}

/// Blocks of many sizes, so that they meet the end of the ring everywhere.
fn block_size(turn: u64) -> u64 {
    1 + turn * 131 % 480
}

fn produce(mut producer: Producer, channels: usize, total: u64, drops: bool, progress: &Progress) {
    let mut position = 0;
    for turn in 0.. {
        let count = block_size(turn).min(total - position) as usize;
        if count == 0 {
            return producer.close();
        }
        let block: Vec<f32> = (0..channels * count)
            .map(|index| sample(position + (index % count) as u64, index / count))
            .collect();
        position += count as u64;
        let mut written = 0;
        while written < count {
            let result = if drops {
                producer.write_or_drop(&block, 0..count)
            } else {
                producer.write(&block, written..count)
            };
            let gone = producer.reader_state() == Ok(ReaderState::Closed);
            let Ok(more) = result else { return };
            Progress::count(&progress.frames, more as u64);
            written += more;
            if drops {
                Progress::count(&progress.lost, (count - more) as u64);
                break;
            }
            if progress.stopped() || gone {
                return;
            }
            if more == 0 {
                thread::yield_now();
            }
        }
        // Others run on the same processor: what drops would drop nearly all without this.
        thread::yield_now();
        if progress.stopped() {
            return;
        }
    }
}

fn consume(mut consumer: Consumer, channels: usize, progress: &Progress) {
    let mut into = vec![0.0; 480 * channels];
    let mut expected = 0;
    for turn in 0.. {
        let Ok(state) = consumer.writer_state() else {
            return Progress::count(&progress.wrong, 1);
        };
        let room = block_size(turn) as usize;
        let Ok(taken) = consumer.read(&mut into[..room * channels], 0..room) else {
            return Progress::count(&progress.wrong, 1);
        };
        if taken.frame_count == 0 {
            if state == WriterState::Ended {
                let tail = consumer.tail_gap().ok().flatten().unwrap_or(0);
                return Progress::count(&progress.lost, tail);
            }
            if state == WriterState::Aborted || progress.stopped() {
                return;
            }
            thread::yield_now();
            continue;
        }
        Progress::count(&progress.lost, taken.position.wrapping_sub(expected));
        expected = taken.position + taken.frame_count as u64;
        Progress::count(&progress.frames, taken.frame_count as u64);
        for channel in 0..channels {
            for frame in 0..taken.frame_count {
                if into[channel * room + frame] != sample(taken.position + frame as u64, channel) {
                    Progress::count(&progress.wrong, 1);
                }
            }
        }
    }
}

/// The bytes of a ring: a `Uint8Array` over a `SharedArrayBuffer`.
fn ring_view(call: &Call) -> Result<RingView, Fault> {
    let (mut kind, mut length, mut data) = (-1, 0, ptr::null_mut());
    // SAFETY: the value is an argument of the running call.
    let status = unsafe {
        sys::napi_get_typedarray_info(
            call.env,
            call.arguments[0],
            ptr::from_mut(&mut kind),
            ptr::from_mut(&mut length),
            ptr::from_mut(&mut data),
            ptr::null_mut(),
            ptr::null_mut(),
        )
    };
    if status != sys::Status::napi_ok || kind != sys::TypedarrayType::uint8_array {
        return Err(call.misfit(0, "a Uint8Array"));
    }
    // SAFETY: a SharedArrayBuffer never moves, and the worker that takes the view keeps a reference
    // to it for as long as its thread runs. JavaScript keeps to the protocol of the ring.
    unsafe { RingView::from_raw(data.cast(), length) }
        .map_err(|error| Fault::Argument(error.to_string()))
}

/// Starts a thread and gives JavaScript an object that tells how it is getting on.
fn start<F>(call: &Call, work: F) -> Result<sys::napi_value, Fault>
where
    F: FnOnce(&Progress) + Send + 'static,
{
    let progress = Arc::new(Progress::default());
    let object = Target::create(call.env)?;
    let seen = Arc::clone(&progress);
    object.function(c"done", move |call| {
        call.return_truth(seen.done.load(Ordering::Acquire))
    })?;
    for (name, counter) in [
        (
            c"frames",
            (|one| &one.frames) as fn(&Progress) -> &AtomicU64,
        ),
        (c"lost", |one| &one.lost),
        (c"wrong", |one| &one.wrong),
    ] {
        let seen = Arc::clone(&progress);
        object.function(name, move |call| {
            call.return_number(counter(&seen).load(Ordering::Relaxed) as f64)
        })?;
    }
    let mut memory = ptr::null_mut();
    // SAFETY: the value is an argument of the running call.
    Fault::check(unsafe {
        sys::napi_create_reference(call.env, call.arguments[0], 1, ptr::from_mut(&mut memory))
    })?;
    let worker = Box::into_raw(Box::new(Worker {
        env: call.env,
        memory,
        progress: Arc::clone(&progress),
        thread: None,
    }));
    // SAFETY: the worker is given back by `join`, which runs once, when the environment ends.
    unsafe {
        let hooked = sys::napi_add_env_cleanup_hook(call.env, Some(join), worker.cast());
        if let Err(fault) = Fault::check(hooked) {
            sys::napi_delete_reference(call.env, memory);
            drop(Box::from_raw(worker));
            return Err(fault);
        }
        // Only now, when it is certain that the thread will be joined.
        (*worker).thread = Some(thread::spawn(move || {
            work(&progress);
            progress.done.store(true, Ordering::Release);
        }));
    }
    Ok(object.object)
}

/// Ends a thread with its environment.
unsafe extern "C" fn join(worker: *mut c_void) {
    // SAFETY: it came from `Box::into_raw`, and this hook runs once.
    let mut worker = unsafe { Box::from_raw(worker.cast::<Worker>()) };
    worker.progress.stop.store(true, Ordering::Relaxed);
    if let Some(thread) = worker.thread.take() {
        // A panic of the thread shows in that it was never done.
        let _ = thread.join();
    }
    // SAFETY: the reference is this worker's, and the thread no longer uses the memory.
    unsafe { sys::napi_delete_reference(worker.env, worker.memory) };
}

/// Exports `startRingProducer(bytes, frames, drops)` and `startRingConsumer(bytes)`.
pub fn export(target: &Target) -> Result<(), Fault> {
    target.function(c"startRingProducer", |call| {
        let view = ring_view(call)?;
        let channels = view.shape().channel_count as usize;
        let (total, drops) = (call.count(1)? as u64, call.count(2)? != 0);
        let producer =
            Producer::attach(view).map_err(|error| Fault::Argument(error.to_string()))?;
        start(call, move |progress| {
            produce(producer, channels, total, drops, progress);
        })
    })?;
    target.function(c"startRingConsumer", |call| {
        let view = ring_view(call)?;
        let channels = view.shape().channel_count as usize;
        let consumer =
            Consumer::attach(view).map_err(|error| Fault::Argument(error.to_string()))?;
        start(call, move |progress| {
            consume(consumer, channels, progress);
        })
    })
}
