use super::*;

/// What is written at `limiter-envelope.ts`, with no thought of speed.
fn plain(asked: &[f64], window: usize, release: f64) -> Vec<f64> {
    let mut level = 1.0;
    let mut units = vec![UNIT; window - 1];
    let gain = |(at, _): (usize, &f64)| {
        let from = (at + 1).saturating_sub(window);
        let lowest = asked[from..=at].iter().copied().fold(1.0, f64::min);
        let missing = lowest - level;
        level = if missing <= 1e-6 {
            lowest
        } else {
            level + missing * release
        };
        units.push((level * UNIT).floor());
        units[units.len() - window..].iter().sum::<f64>() / (window as f64 * UNIT)
    };
    asked.iter().enumerate().map(gain).collect()
}

/// Stretches of silence and of gains that jump and creep.
fn asked() -> Vec<f64> {
    let mut seed = 1_u32;
    let mut next = move || {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        f64::from(seed >> 8) / f64::from(1 << 24)
    };
    (0..3000)
        .map(|frame| match frame / 150 % 5 {
            0 => next(),
            1 => 0.5 + f64::from(frame) * 1e-7,
            2 => 1.0 - next() * 1e-6,
            _ => 1.0,
        })
        .collect()
}

#[test]
fn is_what_the_plain_sentence_says_for_any_window_and_division() {
    let asked = asked();
    for simd in Simd::all() {
        for window in [1, 2, 3, 4, 5, 8, 31, 241, 4000] {
            for (size, release) in [(1, 0.3), (3, 0.001), (64, 1.0), (256, 0.0), (3000, 2e-4)] {
                let mut gains = asked.clone();
                let mut envelope = LimiterEnvelope::new(window - 1, release, simd);
                gains
                    .chunks_mut(size)
                    .for_each(|part| envelope.follow(part));
                let expected = plain(&asked, window, release);
                assert!(gains == expected, "window {window}, blocks of {size}");
                envelope.reset();
                assert!(envelope.at_rest());
                let mut again = asked.clone();
                envelope.follow(&mut again);
                assert!(again == expected, "after a reset");
            }
        }
    }
}
