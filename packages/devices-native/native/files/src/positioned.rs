//! Reading and writing at a place of a file, which both systems do in their own way.

use std::fs::File;
use std::io;

#[cfg(unix)]
fn read_once(file: &File, into: &mut [u8], position: u64) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, into, position)
}

#[cfg(unix)]
fn write_once(file: &File, bytes: &[u8], position: u64) -> io::Result<usize> {
    std::os::unix::fs::FileExt::write_at(file, bytes, position)
}

#[cfg(windows)]
fn read_once(file: &File, into: &mut [u8], position: u64) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, into, position)
}

#[cfg(windows)]
fn write_once(file: &File, bytes: &[u8], position: u64) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_write(file, bytes, position)
}

/// Reads until `into` is full or the file ends, and returns how much that was.
pub(crate) fn read_fully(file: &File, into: &mut [u8], position: u64) -> io::Result<usize> {
    let mut done = 0;
    while done < into.len() {
        match read_once(file, &mut into[done..], position + done as u64) {
            Ok(0) => break,
            Ok(count) => done += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(done)
}

/// Writes all of `bytes`; `progress` is told how much the system has taken each time.
pub(crate) fn write_fully(
    file: &File,
    bytes: &[u8],
    position: u64,
    mut progress: impl FnMut(usize),
) -> io::Result<()> {
    let mut done = 0;
    while done < bytes.len() {
        match write_once(file, &bytes[done..], position + done as u64) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(count) => {
                done += count;
                progress(count);
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}
