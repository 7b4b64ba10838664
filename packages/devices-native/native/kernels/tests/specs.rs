//! Descriptions that make no sense are refused, and the error says why.

mod support;

use patchcord_kernels::{Format, create, parse};
use support::{STEREO, kernel};

fn refused(spec: &str, format: Format) -> String {
    match parse(spec).and_then(|spec| create(&spec, format)) {
        Ok(_) => panic!("{spec} was taken"),
        Err(error) => error.to_string(),
    }
}

#[test]
fn errors_say_what_is_wrong() {
    let limiter = |fields: &str| {
        let rest = r#""ceiling":1,"lookAheadFrames":0,"releaseCoefficient":0.1"#;
        let own = fields.split(':').next().expect("a name");
        let kept = rest.split(',').filter(|field| !field.starts_with(own));
        let all: Vec<&str> = kept.chain([fields]).collect();
        format!(r#"{{"kernel":"limiter",{}}}"#, all.join(","))
    };
    let cases = [
        (r#"{"kernel":"reverb"}"#.into(), "unknown variant `reverb`"),
        ("{".into(), "not a kernel's spec"),
        (
            r#"{"kernel":"gain","gain":null,"rampFrames":0}"#.into(),
            "not a kernel's spec",
        ),
        (r#"{"kernel":"gain","gain":1,"rampFrames":-1}"#.into(), "-1"),
        (
            r#"{"kernel":"channelMix","matrix":[]}"#.into(),
            "at least one row",
        ),
        (
            r#"{"kernel":"channelMix","matrix":[[1,0],[1]]}"#.into(),
            "row 1 of matrix must have 2 weights, one for each input channel, not 1",
        ),
        (
            r#"{"kernel":"biquad","sections":[],"rampFrames":0}"#.into(),
            "at least one section",
        ),
        (
            r#"{"kernel":"biquad","sections":[[1,2]],"rampFrames":0}"#.into(),
            "length",
        ),
        (
            r#"{"kernel":"levelMeter","windowFrames":0}"#.into(),
            "windowFrames must be at least 1",
        ),
        (
            r#"{"kernel":"fade","direction":"in","curve":"linear","startFrame":0,"frameCount":-1}"#
                .into(),
            "frameCount must be at least 0, not -1",
        ),
        (
            limiter(r#""ceiling":0"#),
            "ceiling must be finite and above 0, not 0",
        ),
        (
            limiter(r#""releaseCoefficient":1.5"#),
            "releaseCoefficient must be from 0 to 1, not 1.5",
        ),
        (
            limiter(r#""lookAheadFrames":8388608"#),
            "lookAheadFrames must be at most 8388607",
        ),
    ];
    for (spec, reason) in cases {
        let message = refused(&spec, STEREO);
        assert!(message.contains(reason), "{spec}: {message}");
    }
}

#[test]
fn numbers_that_json_cannot_carry_are_refused_too() {
    use patchcord_kernels::KernelSpec::{Biquad, ChannelMix, Gain};
    for (spec, reason) in [
        (
            Gain {
                gain: f64::NAN,
                ramp_frames: 0,
            },
            "gain must be finite",
        ),
        (
            ChannelMix {
                matrix: vec![vec![1.0, f64::INFINITY]],
            },
            "not inf in row 0",
        ),
        (
            Biquad {
                sections: vec![[0.0; 5], [f64::NAN; 5]],
                ramp_frames: 0,
            },
            "section 1 must be finite",
        ),
    ] {
        let error = create(&spec, STEREO).err().expect("an error").to_string();
        assert!(error.contains(reason), "{error}");
    }
}

#[test]
fn formats_are_checked() {
    let gain = r#"{"kernel":"gain","gain":1,"rampFrames":0}"#;
    let none = Format {
        channel_count: 0,
        ..STEREO
    };
    assert_eq!(
        refused(gain, none),
        "channelCount must be at least 1, not 0"
    );
    for sample_rate in [0.0, f64::NAN, f64::INFINITY] {
        let message = refused(
            gain,
            Format {
                sample_rate,
                ..STEREO
            },
        );
        assert!(
            message.starts_with("sampleRate must be finite and above 0"),
            "{message}"
        );
    }
}

#[test]
fn an_update_stays_within_what_the_kernel_is() {
    let [gain, _, mix, _, filter, _, cascade, .., wall, _, _, _, _] = support::SPECS;
    for (from, to, reason) in [
        (gain, filter, "a gain cannot become a biquad"),
        (mix, mix, "a channelMix cannot change while it runs"),
        (filter, cascade, "there must still be 1 sections, not 2"),
        (wall, gain, "a limiter cannot become a gain"),
    ] {
        let error = kernel(from, STEREO).update(&parse(to).expect("a spec"));
        assert_eq!(error.expect_err("an error").to_string(), reason);
    }
    let longer = wall.replace("23", "24");
    let error = kernel(wall, STEREO).update(&parse(&longer).expect("a spec"));
    assert!(
        error
            .expect_err("an error")
            .to_string()
            .starts_with("lookAheadFrames must stay 23")
    );
}

#[test]
fn nothing_to_resample_is_nothing_to_do() {
    let same = r#"{"kernel":"resample","sampleRate":8000,"up":1,"down":1,"quality":"good",
        "adjustable":false,"correctionPpm":0}"#;
    let kernel = kernel(same, STEREO);
    assert_eq!((kernel.latency_frames(), kernel.in_place()), (0, true));
}
