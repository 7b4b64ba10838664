//! Two threads at full speed: every frame arrives as it was written, or is known to be lost.
//! `PATCHCORD_SOAK=full` makes it long.

mod support;

use std::thread;

use patchcord_ring::layout::long;
use patchcord_ring::{Consumer, Producer, ReaderState, WriterState};
use support::{OwnedRing, Random};

const CHANNELS: usize = 2;

fn frames() -> u64 {
    let full = std::env::var("PATCHCORD_SOAK").is_ok_and(|how| how == "full");
    if full { 1 << 31 } else { 4_000_000 }
}

/// A sample that tells its place, exact in 32 bits.
fn sample(position: u64, channel: usize) -> f32 {
    (position % (1 << 20)) as f32 + 0.25 * channel as f32
}

fn fill(block: &mut [f32], position: u64) {
    let count = block.len() / CHANNELS;
    for channel in 0..CHANNELS {
        for frame in 0..count {
            block[channel * count + frame] = sample(position + frame as u64, channel);
        }
    }
}

/// Writes so many frames, either all of them or those that fit.
fn produce(mut producer: Producer, total: u64, drops: bool) {
    let mut random = Random(1);
    let mut block = vec![0.0; 480 * CHANNELS];
    let mut position = 0;
    while position < total {
        let count = (1 + u64::from(random.below(480))).min(total - position) as usize;
        let block = &mut block[..count * CHANNELS];
        fill(block, position);
        position += count as u64;
        if drops {
            producer.write_or_drop(block, 0..count).unwrap();
            continue;
        }
        let mut written = 0;
        while written < count {
            let more = producer.write(block, written..count).unwrap();
            written += more;
            if more == 0 {
                assert_ne!(
                    producer.reader_state(),
                    Ok(ReaderState::Closed),
                    "it gave up"
                );
                thread::yield_now();
            }
        }
    }
    producer.close();
}

/// Reads to the end; returns the frames that came and those that were lost.
fn consume(mut consumer: Consumer) -> (u64, u64) {
    let mut random = Random(2);
    let mut into = vec![0.0; 480 * CHANNELS];
    let mut expected = vec![0.0; 480 * CHANNELS];
    let (mut read, mut lost) = (0, 0);
    loop {
        let state = consumer.writer_state().unwrap();
        let room = 1 + random.below(480) as usize;
        let taken = consumer
            .read(&mut into[..room * CHANNELS], 0..room)
            .unwrap();
        if taken.frame_count == 0 {
            match state {
                WriterState::Ended => break,
                WriterState::Aborted => panic!("the producer gave up"),
                _ => thread::yield_now(),
            }
            continue;
        }
        assert_eq!(taken.discontinuity, taken.position > read + lost);
        assert!(taken.position >= read + lost);
        lost = taken.position - read;
        read += taken.frame_count as u64;
        let count = taken.frame_count;
        fill(&mut expected[..count * CHANNELS], taken.position);
        for channel in 0..CHANNELS {
            let got = &into[channel * room..][..count];
            assert_eq!(got, &expected[channel * count..][..count]);
        }
    }
    (read, lost + consumer.tail_gap().unwrap().unwrap_or(0))
}

fn run(capacity: u32, drops: bool, total: u64) {
    let mut ring = OwnedRing::new(capacity, CHANNELS as u32, u32::MAX - 100_000);
    let view = ring.view().unwrap();
    let producer = Producer::attach(view).unwrap();
    let consumer = Consumer::attach(view).unwrap();
    let (read, lost) = thread::scope(|scope| {
        scope.spawn(|| produce(producer, total, drops));
        scope.spawn(|| consume(consumer)).join().unwrap()
    });
    assert_eq!(read + lost, total);
    assert_eq!(ring.long(long::DROPPED_FRAMES), lost);
    if !drops {
        assert_eq!((lost, ring.long(long::OVERRUNS)), (0, 0));
    }
}

#[test]
fn a_producer_that_waits_loses_nothing() {
    run(4096, false, frames());
}

#[test]
fn a_tiny_ring_loses_nothing_either() {
    run(2, false, frames() / 100);
}

#[test]
fn a_producer_that_drops_says_where() {
    run(1024, true, frames());
}
