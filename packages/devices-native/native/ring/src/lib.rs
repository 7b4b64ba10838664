//! A wait-free ring of audio frames over memory that two threads share.
