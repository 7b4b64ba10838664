//! Every interleaving of short runs, tried by loom, with all that the memory model allows.

use loom::cell::UnsafeCell;
use loom::sync::Arc;
use loom::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use loom::thread;

use crate::layout::{long, word};
use crate::memory::{CLAIM, LOAD, STORE};
use crate::{Consumer, Memory, Producer, Shape, WriterState};

/// The words of the header that the ends use.
const WORDS: [usize; 7] = [
    word::WRITE_INDEX,
    word::MARK_WRITE_INDEX,
    word::WRITER_STATE,
    word::TAIL_MARKED,
    word::READ_INDEX,
    word::MARK_READ_INDEX,
    word::READER_STATE,
];
const LONGS: [usize; 5] = [
    long::TAIL_GAP,
    long::OVERRUNS,
    long::DROPPED_FRAMES,
    long::UNDERRUNS,
    long::MISSING_FRAMES,
];

/// A ring whose memory loom watches: samples in cells, so that a read and a write of one at the same
/// time is found.
struct Model {
    shape: Shape,
    words: Vec<AtomicU32>,
    longs: Vec<AtomicU64>,
    samples: Vec<UnsafeCell<f32>>,
}

impl Model {
    fn new(capacity_frames: u32, start: u32) -> Arc<Self> {
        let shape = Shape {
            capacity_frames,
            channel_count: 1,
            mark_capacity: 1,
            sample_rate: 1.0,
        };
        let indices = [word::WRITE_INDEX, word::READ_INDEX];
        let first = |word: &usize| if indices.contains(word) { start } else { 0 };
        Arc::new(Self {
            shape,
            words: WORDS
                .iter()
                .map(|word| AtomicU32::new(first(word)))
                .chain([AtomicU32::new(0)])
                .collect(),
            longs: (0..=LONGS.len()).map(|_| AtomicU64::new(0)).collect(),
            samples: (0..capacity_frames)
                .map(|_| UnsafeCell::new(-1.0))
                .collect(),
        })
    }

    /// The one mark is behind what the header has.
    fn word(&self, word: usize) -> &AtomicU32 {
        let place = WORDS.iter().position(|one| *one == word);
        &self.words[place.unwrap_or(WORDS.len())]
    }

    fn long(&self, long: usize) -> &AtomicU64 {
        let place = LONGS.iter().position(|one| *one == long);
        &self.longs[place.unwrap_or(LONGS.len())]
    }
}

// SAFETY: the shape is that of the vectors, and the orderings are those of `RingView`.
unsafe impl Memory for Arc<Model> {
    fn shape(&self) -> Shape {
        self.shape
    }
    fn load(&self, word: usize) -> u32 {
        self.word(word).load(LOAD)
    }
    fn store(&self, word: usize, value: u32) {
        self.word(word).store(value, STORE);
    }
    fn claim(&self, word: usize) -> bool {
        self.word(word).compare_exchange(0, 1, CLAIM, LOAD).is_ok()
    }
    fn peek(&self, word: usize) -> u32 {
        self.word(word).load(Ordering::Relaxed)
    }
    fn poke(&self, word: usize, value: u32) {
        self.word(word).store(value, Ordering::Relaxed);
    }
    fn peek_long(&self, long: usize) -> u64 {
        self.long(long).load(Ordering::Relaxed)
    }
    fn poke_long(&self, long: usize, value: u64) {
        self.long(long).store(value, Ordering::Relaxed);
    }
    unsafe fn write_samples(&self, _channel: usize, at: usize, samples: &[f32]) {
        for (offset, sample) in samples.iter().enumerate() {
            // SAFETY: loom fails the test where anybody else is at it.
            self.samples[at + offset].with_mut(|cell| unsafe { *cell = *sample });
        }
    }
    unsafe fn read_samples(&self, _channel: usize, at: usize, samples: &mut [f32]) {
        for (offset, sample) in samples.iter_mut().enumerate() {
            // SAFETY: loom fails the test where anybody else is writing it.
            *sample = self.samples[at + offset].with(|cell| unsafe { *cell });
        }
    }
}

/// Just before the indices wrap.
const NEAR_WRAP: u32 = u32::MAX;

#[test]
fn frames_arrive_whole_and_in_order_over_the_wrap() {
    loom::model(|| {
        let model = Model::new(2, NEAR_WRAP);
        let mut producer = Producer::attach(model.clone()).unwrap();
        let mut consumer = Consumer::attach(model).unwrap();
        let writing = thread::spawn(move || {
            let first = producer.write(&[1.0, 2.0, 3.0], 0..3).unwrap();
            first + producer.write(&[1.0, 2.0, 3.0], first..3).unwrap()
        });
        let mut got = Vec::new();
        let mut into = [0.0; 3];
        for _ in 0..2 {
            let taken = consumer.read(&mut into, 0..3).unwrap();
            got.extend_from_slice(&into[..taken.frame_count]);
        }
        let written = writing.join().unwrap();
        assert!((2..=3).contains(&written));
        // Two frames fit, so that two reads after the end get all of three.
        for _ in 0..2 {
            let taken = consumer.read(&mut into, 0..3).unwrap();
            got.extend_from_slice(&into[..taken.frame_count]);
        }
        assert_eq!(got, [1.0, 2.0, 3.0][..written]);
    });
}

#[test]
fn who_sees_the_end_sees_all_frames_and_the_last_gap() {
    loom::model(|| {
        let model = Model::new(2, NEAR_WRAP);
        let mut producer = Producer::attach(model.clone()).unwrap();
        let mut consumer = Consumer::attach(model).unwrap();
        let writing = thread::spawn(move || {
            producer.write_or_drop(&[1.0, 2.0, 3.0], 0..3).unwrap();
            producer.close();
        });
        let state = consumer.writer_state().unwrap();
        let gap = consumer.tail_gap().unwrap();
        let mut into = [0.0; 2];
        let taken = consumer.read(&mut into, 0..2).unwrap();
        if state == WriterState::Ended {
            assert_eq!((taken.frame_count, gap, into), (2, Some(1), [1.0, 2.0]));
        } else {
            assert!(taken.frame_count == 0 || taken.frame_count == 2);
        }
        writing.join().unwrap();
    });
}

#[test]
fn a_gap_is_seen_before_the_frame_that_follows_it() {
    loom::model(|| {
        let model = Model::new(1, NEAR_WRAP);
        let mut producer = Producer::attach(model.clone()).unwrap();
        let mut consumer = Consumer::attach(model).unwrap();
        let writing = thread::spawn(move || {
            for position in 0_u8..3 {
                producer
                    .write_or_drop(&[f32::from(position)], 0..1)
                    .unwrap();
            }
        });
        let mut into = [0.0];
        let mut next = 0;
        let mut reads = 0;
        let mut check = |consumer: &mut Consumer<_>| {
            let taken = consumer.read(&mut into, 0..1).unwrap();
            if taken.frame_count == 1 {
                assert_eq!(into[0], taken.position as f32);
                assert_eq!(taken.discontinuity, taken.position != next);
                next = taken.position + 1;
                reads += 1;
            }
        };
        check(&mut consumer);
        check(&mut consumer);
        writing.join().unwrap();
        check(&mut consumer);
        let lost = consumer.tail_gap().unwrap().unwrap_or(0);
        assert_eq!(next + lost, 3, "every frame is there or known to be lost");
        assert!(reads >= 1);
        assert_eq!(consumer.writer_state().unwrap(), WriterState::Aborted);
    });
}

#[test]
fn one_end_is_claimed_by_one_thread() {
    loom::model(|| {
        let model = Model::new(1, 0);
        let twin = model.clone();
        let other = thread::spawn(move || Producer::attach(twin).is_ok());
        let here = Producer::attach(model).is_ok();
        assert!(here != other.join().unwrap());
    });
}

#[test]
fn silence_is_counted_where_frames_are_late() {
    loom::model(|| {
        let model = Model::new(2, NEAR_WRAP);
        let mut producer = Producer::attach(model.clone()).unwrap();
        let mut consumer = Consumer::attach(model.clone()).unwrap();
        let writing = thread::spawn(move || {
            producer.write(&[1.0, 2.0], 0..2).unwrap();
            producer.close();
        });
        let mut into = [9.0; 2];
        let taken = consumer.read_or_silence(&mut into, 0..2).unwrap();
        let missing = model.peek_long(long::MISSING_FRAMES);
        if taken.frame_count == 0 {
            assert_eq!((into, missing), ([0.0; 2], 2));
        } else {
            assert_eq!((into, missing), ([1.0, 2.0], 0));
        }
        writing.join().unwrap();
    });
}
