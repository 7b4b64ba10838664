//! The ring does what a plain queue does, and refuses memory that holds none.

mod support;

use std::collections::VecDeque;

use patchcord_ring::layout::{long, word};
use patchcord_ring::{Consumer, Producer, ReaderState, RingError, RingView, Taken, WriterState};
use support::{OwnedRing, Random};

struct Frame {
    position: u64,
    after_gap: bool,
}

/// Two channels that cannot be taken for each other.
fn sample(position: u64, channel: usize) -> f32 {
    position as f32 + 0.25 * channel as f32
}

fn run(seed: u32, channels: usize, capacity: u32, start: u32) {
    let mut ring = OwnedRing::new(capacity, channels as u32, start);
    let mut producer = Producer::attach(ring.view().unwrap()).unwrap();
    let mut consumer = Consumer::attach(ring.view().unwrap()).unwrap();
    let mut random = Random(seed);
    let mut queue = VecDeque::<Frame>::new();
    let (mut position, mut after_gap) = (0, false);
    let mut counts = [0_u64; 4];
    for _ in 0..300 {
        let count = random.below(24) as usize;
        match random.below(6) {
            0 => {
                producer.mark_gap(count as u64);
                position += count as u64;
                after_gap = true;
            }
            call @ 1..=2 => {
                let mut block = vec![0.0; count * channels];
                for (index, value) in block.iter_mut().enumerate() {
                    *value = sample(position + (index % count) as u64, index / count);
                }
                let gaps = queue.iter().filter(|frame| frame.after_gap).count();
                let room = if after_gap && gaps >= 8 {
                    0
                } else {
                    capacity as usize - queue.len()
                };
                assert_eq!(producer.free_frames(), Ok(room));
                let fits = count.min(room);
                let written = if call == 1 {
                    producer.write(&block, 0..count)
                } else {
                    producer.write_or_drop(&block, 0..count)
                };
                assert_eq!(written, Ok(fits));
                for _ in 0..fits {
                    queue.push_back(Frame {
                        position,
                        after_gap,
                    });
                    position += 1;
                    after_gap = false;
                }
                if call == 2 && fits < count {
                    counts[0] += 1;
                    counts[1] += (count - fits) as u64;
                    position += (count - fits) as u64;
                    after_gap = true;
                }
            }
            call => {
                let silence = call == 5;
                let mut given = count.min(queue.len());
                if !silence {
                    let gap = queue.iter().skip(1).position(|frame| frame.after_gap);
                    given = given.min(gap.map_or(given, |gap| gap + 1));
                }
                let mut block = vec![-1.0; count * channels];
                let taken = if silence {
                    consumer.read_or_silence(&mut block, 0..count)
                } else {
                    consumer.read(&mut block, 0..count)
                };
                let frames: Vec<Frame> = queue.drain(..given).collect();
                let expected = frames.first().map_or_else(Taken::default, |first| Taken {
                    frame_count: given,
                    position: first.position,
                    discontinuity: first.after_gap,
                });
                assert_eq!(taken, Ok(expected));
                for (index, value) in block.iter().enumerate() {
                    let rest = if silence { 0.0 } else { -1.0 };
                    let frame = frames.get(index % count);
                    assert_eq!(
                        *value,
                        frame.map_or(rest, |one| sample(one.position, index / count))
                    );
                }
                if silence && given < count {
                    counts[2] += 1;
                    counts[3] += (count - given) as u64;
                }
            }
        }
        assert_eq!(consumer.available_frames(), Ok(queue.len()));
    }
    let all = [
        long::OVERRUNS,
        long::DROPPED_FRAMES,
        long::UNDERRUNS,
        long::MISSING_FRAMES,
    ];
    assert_eq!(all.map(|one| ring.long(one)), counts);
}

#[test]
fn the_ends_do_what_a_plain_queue_does() {
    for seed in 0..200 {
        for start in [0, 7_u32.wrapping_neg(), (1 << 31) - 7] {
            run(seed, 1 + (seed as usize) % 3, 1 << (seed % 6), start);
        }
    }
}

#[test]
fn the_end_is_told_and_so_is_a_cut() {
    for (cut, expected) in [(false, WriterState::Ended), (true, WriterState::Aborted)] {
        let mut ring = OwnedRing::new(4, 1, 0);
        let view = ring.view().unwrap();
        let mut producer = Producer::attach(view).unwrap();
        let mut consumer = Consumer::attach(view).unwrap();
        assert_eq!(Consumer::attach(view).err(), Some(RingError::Used));
        assert_eq!(consumer.writer_state(), Ok(WriterState::Open));
        producer
            .write_or_drop(&[1.0, 2.0, 3.0, 4.0, 5.0], 1..5)
            .unwrap();
        producer.mark_gap(7);
        assert_eq!(consumer.tail_gap(), Ok(None));
        if cut {
            drop(producer)
        } else {
            producer.close()
        }
        assert_eq!(Producer::attach(view).err(), Some(RingError::Used));
        assert_eq!(
            (consumer.writer_state(), consumer.tail_gap()),
            (Ok(expected), Ok(Some(7)))
        );
        let mut into = [0.0; 6];
        assert_eq!(
            consumer
                .read_or_silence(&mut into, 1..6)
                .unwrap()
                .frame_count,
            4
        );
        assert_eq!(into, [0.0, 2.0, 3.0, 4.0, 5.0, 0.0]);
        drop(consumer);
        assert_eq!(ring.long(long::UNDERRUNS), 0);
    }
}

#[test]
fn the_producer_sees_the_consumer_go() {
    let mut ring = OwnedRing::new(4, 1, 0);
    let view = ring.view().unwrap();
    let producer = Producer::attach(view).unwrap();
    assert_eq!(producer.reader_state(), Ok(ReaderState::Absent));
    let consumer = Consumer::attach(view).unwrap();
    assert_eq!(producer.reader_state(), Ok(ReaderState::Open));
    drop(consumer);
    assert_eq!(producer.reader_state(), Ok(ReaderState::Closed));
}

#[test]
fn blocks_that_do_not_fit_are_refused() {
    let mut ring = OwnedRing::new(4, 2, 0);
    let view = ring.view().unwrap();
    let mut producer = Producer::attach(view).unwrap();
    let mut consumer = Consumer::attach(view).unwrap();
    let mut block = [0.0; 5];
    assert_eq!(producer.write(&block, 0..1), Err(RingError::Block));
    assert_eq!(producer.write(&block[..4], 0..3), Err(RingError::Block));
    #[expect(clippy::reversed_empty_ranges, reason = "that is the point")]
    let backwards = 2..1;
    assert_eq!(
        producer.write_or_drop(&block[..4], backwards),
        Err(RingError::Block)
    );
    assert_eq!(consumer.read(&mut block, 0..1), Err(RingError::Block));
    assert_eq!(
        consumer.read_or_silence(&mut block[..4], 1..3),
        Err(RingError::Block)
    );
}

#[test]
fn memory_that_holds_no_ring_is_refused() {
    let changes: [(usize, u32); 11] = [
        (word::MAGIC, 0),
        (word::VERSION, 2),
        (word::CAPACITY_FRAMES, 0),
        (word::CAPACITY_FRAMES, 3),
        (word::CAPACITY_FRAMES, 8),
        (word::CAPACITY_FRAMES, 1 << 31),
        (word::CHANNEL_COUNT, 0),
        (word::CHANNEL_COUNT, u32::MAX),
        (word::MARK_CAPACITY, 2),
        (word::MARK_CAPACITY, 1 << 30),
        (long::SAMPLE_RATE * 2 + 1, u32::MAX),
    ];
    for (at, value) in changes {
        let mut ring = OwnedRing::new(4, 2, 0);
        ring.scribble(at, value);
        assert!(
            matches!(ring.view(), Err(RingError::Corrupt(_))),
            "word {at}: {value}"
        );
    }
    for (at, value) in [
        (word::WRITE_INDEX, 5),
        (word::READ_INDEX, 1),
        (word::MARK_WRITE_INDEX, 9),
    ] {
        let mut ring = OwnedRing::new(4, 2, 0);
        ring.scribble(at, value);
        let view = ring.view().unwrap();
        assert!(matches!(Producer::attach(view), Err(RingError::Corrupt(_))));
        assert!(matches!(Consumer::attach(view), Err(RingError::Corrupt(_))));
    }
    let mut ring = OwnedRing::new(4, 2, 0);
    for bytes in [0, 64, 320, 448 + 31] {
        assert_eq!(
            ring.view_of(bytes).err(),
            Some(RingError::Corrupt("its size"))
        );
    }
    let mut bytes = [0_u64; 64];
    // SAFETY: the memory outlives the call, which makes nothing of it.
    unsafe {
        assert!(RingView::from_raw(std::ptr::null_mut(), 512).is_err());
        assert!(RingView::from_raw(bytes.as_mut_ptr().cast::<u8>().add(4), 500).is_err());
    }
}

#[test]
fn scribbling_while_the_ends_work_makes_them_refuse_and_nothing_worse() {
    let mut refused = 0;
    for seed in 0..300 {
        let mut random = Random(seed);
        let mut ring = OwnedRing::new(8, 2, 0);
        let view = ring.view().unwrap();
        let mut producer = Producer::attach(view).unwrap();
        let mut consumer = Consumer::attach(view).unwrap();
        let mut block = [0.0; 16];
        for _ in 0..20 {
            let at = random.below(112) as usize;
            let value = if seed % 2 == 0 {
                random.below(u32::MAX)
            } else {
                random.below(12)
            };
            ring.scribble(at, value);
            let results = [
                producer.write_or_drop(&block, 0..8).err(),
                consumer.read(&mut block, 0..8).err(),
                consumer.read_or_silence(&mut block, 0..8).err(),
            ];
            for error in results.into_iter().flatten() {
                assert!(matches!(error, RingError::Corrupt(_)));
                refused += 1;
            }
        }
    }
    assert!(refused > 1000);
}
