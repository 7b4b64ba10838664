//! Runs a WAV file through kernels into another, on a thread of its own.
