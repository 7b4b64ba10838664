//! How a job can fail.

use std::fmt;
use std::io;

use patchcord_kernels::SpecError;

/// A part of a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Reading and decoding.
    Input,
    /// The kernel of this index.
    Kernel(usize),
    /// Encoding and writing.
    Output,
}

impl Part {
    /// Its place among the parts of a job with so many kernels: the input is first.
    #[must_use]
    pub fn index(self, kernel_count: usize) -> usize {
        match self {
            Self::Input => 0,
            Self::Kernel(kernel) => 1 + kernel,
            Self::Output => 1 + kernel_count,
        }
    }

    /// The part at a place.
    #[must_use]
    pub fn at(index: usize, kernel_count: usize) -> Self {
        match index {
            0 => Self::Input,
            _ if index <= kernel_count => Self::Kernel(index - 1),
            _ => Self::Output,
        }
    }
}

/// What went wrong.
#[derive(Debug)]
pub enum Fault {
    /// The system refused something.
    System(io::Error),
    /// The file has fewer bytes than it had.
    Shortened {
        /// The byte at which it ended.
        ended_at: u64,
        /// The byte up to which samples were due.
        due_up_to: u64,
    },
    /// A kernel cannot become what it was told to.
    Spec(SpecError),
    /// Code panicked.
    Panic(String),
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::System(error) => error.fmt(formatter),
            Self::Shortened {
                ended_at,
                due_up_to,
            } => write!(
                formatter,
                "the file ended at byte {ended_at}, samples were due up to {due_up_to}"
            ),
            Self::Spec(error) => error.fmt(formatter),
            Self::Panic(message) => write!(formatter, "the native code panicked: {message}"),
        }
    }
}

/// A fault, and whose it is.
#[derive(Debug)]
pub struct Failure {
    /// What failed.
    pub part: Part,
    /// Why.
    pub fault: Fault,
}

/// How a job ended. An abort is no failure.
pub type Outcome = Result<(), Failure>;
