use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::{Error as ValueError, StrDeserializer};

/// How one sample is written as bytes; `S24` is packed into three.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum PcmSampleFormat {
    /// Signed, 8 bits.
    S8,
    /// Unsigned, 8 bits: 128 is silence.
    U8,
    /// Signed, 16 bits, little endian.
    S16le,
    /// Signed, 16 bits, big endian.
    S16be,
    /// Signed, 24 bits, little endian.
    S24le,
    /// Signed, 24 bits, big endian.
    S24be,
    /// Signed, 32 bits, little endian.
    S32le,
    /// Signed, 32 bits, big endian.
    S32be,
    /// IEEE, 32 bits, little endian.
    F32le,
    /// IEEE, 32 bits, big endian.
    F32be,
    /// IEEE, 64 bits, little endian.
    F64le,
    /// IEEE, 64 bits, big endian.
    F64be,
    /// G.711 A-law.
    Alaw,
    /// G.711 µ-law.
    Mulaw,
}

impl PcmSampleFormat {
    /// Every format.
    pub const ALL: [Self; 14] = [
        Self::S8,
        Self::U8,
        Self::S16le,
        Self::S16be,
        Self::S24le,
        Self::S24be,
        Self::S32le,
        Self::S32be,
        Self::F32le,
        Self::F32be,
        Self::F64le,
        Self::F64be,
        Self::Alaw,
        Self::Mulaw,
    ];

    /// The format of a name of core's: `s16le`.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        from_name(name)
    }

    /// The bytes that a sample takes.
    #[must_use]
    pub const fn bytes_per_sample(self) -> usize {
        match self {
            Self::S8 | Self::U8 | Self::Alaw | Self::Mulaw => 1,
            Self::S16le | Self::S16be => 2,
            Self::S24le | Self::S24be => 3,
            Self::S32le | Self::S32be | Self::F32le | Self::F32be => 4,
            Self::F64le | Self::F64be => 8,
        }
    }

    /// The code of +1 where dither makes sense: integers of up to 24 bits.
    pub(super) const fn dithered_full_scale(self) -> Option<f64> {
        match self {
            Self::S8 | Self::U8 => Some(128.0),
            Self::S16le | Self::S16be => Some(32_768.0),
            Self::S24le | Self::S24be => Some(8_388_608.0),
            _ => None,
        }
    }
}

/// How the channels of a block of bytes lie.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum PcmLayout {
    /// Sample by sample in turn.
    #[default]
    Interleaved,
    /// One channel after the other.
    Planar,
}

impl PcmLayout {
    /// The layout of a name of core's: `planar`.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        from_name(name)
    }
}

fn from_name<'a, T: Deserialize<'a>>(name: &'a str) -> Option<T> {
    let reader: StrDeserializer<'a, ValueError> = name.into_deserializer();
    T::deserialize(reader).ok()
}

/// What the bytes of PCM audio look like.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct PcmByteFormat {
    /// How one sample is written.
    pub sample_format: PcmSampleFormat,
    /// Samples in a frame: at least 1.
    pub channel_count: usize,
    /// How the channels lie.
    #[serde(default)]
    pub layout: PcmLayout,
}

impl PcmByteFormat {
    /// The bytes that a frame takes.
    #[must_use]
    pub const fn bytes_per_frame(&self) -> usize {
        self.channel_count * self.sample_format.bytes_per_sample()
    }

    /// Where in a block of `frame_count` frames a channel begins, and how far apart its samples are.
    pub(super) const fn channel_run(&self, channel: usize, frame_count: usize) -> (usize, usize) {
        let sample_bytes = self.sample_format.bytes_per_sample();
        match self.layout {
            PcmLayout::Interleaved => (channel * sample_bytes, self.bytes_per_frame()),
            PcmLayout::Planar => (channel * sample_bytes * frame_count, sample_bytes),
        }
    }

    pub(super) fn is_stereo_s16(&self) -> bool {
        matches!(
            self.sample_format,
            PcmSampleFormat::S16le | PcmSampleFormat::S16be
        ) && self.channel_count == 2
            && self.layout == PcmLayout::Interleaved
    }
}
