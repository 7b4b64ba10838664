//! Measures windows of audio.

use std::collections::VecDeque;

use crate::format::Format;
use crate::kernel::Kernel;
use crate::simd::Simd;
use crate::sizes::{ONE, largest_bits};
use crate::spec::{KernelSpec, SpecError};

/// Channels whose sums grow side by side: each is a chain of additions, in the order of time.
const GROUP: usize = 4;
/// Frames that are looked at together for something to be clipped.
const CHUNK: usize = 256;

/// The twin of `level-meter-kernel.ts`.
pub struct LevelMeter {
    format: Format,
    window_frames: u64,
    peak: Vec<f64>,
    sum_of_squares: Vec<f64>,
    clip_count: Vec<f64>,
    position: i64,
    frames: u64,
    readings: VecDeque<f64>,
    simd: Simd,
}

impl LevelMeter {
    /// Sets a meter up.
    pub fn new(window_frames: u64, format: Format) -> Result<Self, SpecError> {
        if window_frames == 0 {
            return Err(SpecError("windowFrames must be at least 1, not 0".into()));
        }
        let zeros = vec![0.0; format.channel_count];
        Ok(Self {
            format,
            window_frames,
            peak: zeros.clone(),
            sum_of_squares: zeros.clone(),
            clip_count: zeros,
            position: 0,
            frames: 0,
            readings: VecDeque::with_capacity(4 * reading_length(format.channel_count)),
            simd: Simd::detect(),
        })
    }

    fn measure(&mut self, samples: &[f32], frame_count: usize, from: usize, count: usize) {
        for at in (from..from + count).step_by(CHUNK) {
            let count = CHUNK.min(from + count - at);
            let row = |channel: usize| &samples[channel * frame_count + at..][..count];
            let mut channel = 0;
            while channel < self.format.channel_count {
                let left = self.format.channel_count - channel;
                channel += match left {
                    GROUP.. => self.add_rows(
                        [
                            row(channel),
                            row(channel + 1),
                            row(channel + 2),
                            row(channel + 3),
                        ],
                        channel,
                    ),
                    2.. => self.add_rows([row(channel), row(channel + 1)], channel),
                    _ => self.add_rows([row(channel)], channel),
                };
            }
        }
    }

    fn add_rows<const N: usize>(&mut self, rows: [&[f32]; N], channel: usize) -> usize {
        let largest = rows.map(|row| largest_bits(self.simd, row));
        if largest.iter().any(|&bits| bits >= ONE) {
            for (index, row) in rows.iter().enumerate() {
                self.add_clipped(row, channel + index);
            }
            return N;
        }
        for (index, bits) in largest.into_iter().enumerate() {
            let peak = &mut self.peak[channel + index];
            *peak = peak.max(f64::from(f32::from_bits(bits)));
        }
        let sums = &mut self.sum_of_squares[channel..channel + N];
        let mut now: [f64; N] = std::array::from_fn(|index| sums[index]);
        add_squares(rows, &mut now);
        sums.copy_from_slice(&now);
        N
    }

    /// The same, sample by sample: some are clipped, or not even finite.
    fn add_clipped(&mut self, row: &[f32], channel: usize) {
        let mut peak = self.peak[channel];
        let mut sum = self.sum_of_squares[channel];
        let mut clipped = 0;
        for &sample in row {
            let size = f64::from(sample.abs());
            clipped += u32::from(size >= 1.0 || size.is_nan());
            if size < f64::INFINITY {
                peak = peak.max(size);
                sum += size * size;
            }
        }
        self.peak[channel] = peak;
        self.sum_of_squares[channel] = sum;
        self.clip_count[channel] += f64::from(clipped);
    }

    fn close_window(&mut self) {
        self.readings
            .extend([self.position as f64, self.frames as f64]);
        for numbers in [
            &mut self.peak,
            &mut self.sum_of_squares,
            &mut self.clip_count,
        ] {
            self.readings.extend(numbers.iter());
            numbers.fill(0.0);
        }
        self.position += self.frames as i64;
        self.frames = 0;
    }
}

impl Kernel for LevelMeter {
    fn output(&self) -> Format {
        self.format
    }

    fn reads_only(&self) -> bool {
        true
    }

    fn start_at(&mut self, position: i64) -> i64 {
        self.position = position;
        position
    }

    fn process_in_place(&mut self, samples: &mut [f32], frame_count: usize) {
        let mut done = 0;
        while done < frame_count {
            let left = (self.window_frames - self.frames).min((frame_count - done) as u64);
            self.measure(samples, frame_count, done, left as usize);
            done += left as usize;
            self.frames += left;
            if self.frames == self.window_frames {
                self.close_window();
            }
        }
    }

    fn flush(&mut self, _output: &mut [f32]) {
        if self.frames > 0 {
            self.close_window();
        }
    }

    fn update(&mut self, spec: &KernelSpec) -> Result<(), SpecError> {
        Err(SpecError::cannot_become("levelMeter", spec))
    }

    fn has_readings(&self) -> bool {
        !self.readings.is_empty()
    }

    fn take_readings(&mut self, into: &mut [f64]) -> usize {
        let length = reading_length(self.format.channel_count);
        let count = self.readings.len().min(into.len() / length * length);
        for (to, number) in into.iter_mut().zip(self.readings.drain(..count)) {
            *to = number;
        }
        count
    }
}

fn reading_length(channel_count: usize) -> usize {
    2 + 3 * channel_count
}

#[inline(always)]
fn add_squares<const N: usize>(rows: [&[f32]; N], sums: &mut [f64; N]) {
    let count = rows[0].len();
    let rows = rows.map(|row| &row[..count]);
    for index in 0..count {
        for (sum, row) in sums.iter_mut().zip(rows) {
            let x = f64::from(row[index]);
            *sum += x * x;
        }
    }
}
