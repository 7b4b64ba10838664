//! What is in the lanes of a pass.

use super::{LANES, State};

/// What is in the lanes.
pub(super) struct LaneState {
    /// For each of the five coefficients, one number a lane.
    pub(super) coefficients: [[f64; LANES]; 5],
    /// `x1, x2, y1, y2`, one number a lane.
    pub(super) past: [[f64; LANES]; 4],
    /// All bits set where a lane's results are rounded to 32 bits.
    pub(super) rounds: [f64; LANES],
}

impl LaneState {
    pub(super) fn new() -> Self {
        Self {
            coefficients: [[0.0; LANES]; 5],
            past: [[0.0; LANES]; 4],
            rounds: [0.0; LANES],
        }
    }

    pub(super) fn set(&mut self, lane: usize, coefficients: &[f64; 5], state: State) {
        for (row, &number) in self.coefficients.iter_mut().zip(coefficients) {
            row[lane] = number;
        }
        for (row, number) in self
            .past
            .iter_mut()
            .zip([state.x1, state.x2, state.y1, state.y2])
        {
            row[lane] = number;
        }
    }

    /// A lane without work gives 1 for ever, which no check stumbles over: 1 = -(-1 * 1).
    pub(super) fn idle(&mut self, lane: usize) {
        let state = State {
            x1: 0.0,
            x2: 0.0,
            y1: 1.0,
            y2: 1.0,
        };
        self.set(lane, &[0.0, 0.0, 0.0, -1.0, 0.0], state);
    }

    pub(super) fn state(&self, lane: usize) -> State {
        let [x1, x2, y1, y2] = self.past.map(|row| row[lane]);
        State { x1, x2, y1, y2 }
    }
}
