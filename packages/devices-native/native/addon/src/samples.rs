//! Typed arrays, lent for the length of one call.

use std::ops::Range;
use std::ptr;

use napi::sys;

use crate::call::Call;
use crate::fault::Fault;

/// Where the elements of a typed array lie. Valid until JavaScript runs again.
pub struct Lent<T> {
    data: *mut T,
    length: usize,
    /// Whether other threads may write there meanwhile.
    shared: bool,
}

/// An input and an output as Rust may hold them: never two ways to one place.
pub enum Blocks<'a> {
    /// One array is both.
    InPlace(&'a mut [f32]),
    /// Two that have nothing in common.
    Apart(&'a [f32], &'a mut [f32]),
}

impl Call {
    /// A `Float32Array`.
    #[inline]
    pub fn samples(&self, index: usize) -> Result<Lent<f32>, Fault> {
        self.lent(index, sys::TypedarrayType::float32_array, "a Float32Array")
    }

    /// A `Uint8Array`, Node's `Buffer` among them.
    #[inline]
    pub fn bytes(&self, index: usize) -> Result<Lent<u8>, Fault> {
        self.lent(index, sys::TypedarrayType::uint8_array, "a Uint8Array")
    }

    /// Lends a `Float64Array` that no other thread can see to `work`, which must have
    /// no other array: two may share memory.
    #[inline]
    pub fn with_numbers<R>(
        &self,
        index: usize,
        work: impl FnOnce(&mut [f64]) -> Result<R, Fault>,
    ) -> Result<R, Fault> {
        let lent: Lent<f64> =
            self.lent(index, sys::TypedarrayType::float64_array, "a Float64Array")?;
        if lent.shared {
            return Err(self.misfit(index, "a Float64Array of this thread alone"));
        }
        // SAFETY: nobody else has a way to these elements meanwhile, as `work` has no other array.
        work(unsafe { lent.slice() })
    }

    #[inline]
    fn lent<T>(&self, index: usize, expected: i32, name: &str) -> Result<Lent<T>, Fault> {
        let mut kind = -1;
        let mut length = 0;
        let mut data = ptr::null_mut();
        let mut buffer = ptr::null_mut();
        let mut alone = false;
        // SAFETY: the value is an argument of the running call. A SharedArrayBuffer is not an
        // ArrayBuffer to Node-API.
        let status = unsafe {
            let status = sys::napi_get_typedarray_info(
                self.env,
                self.arguments[index],
                ptr::from_mut(&mut kind),
                ptr::from_mut(&mut length),
                ptr::from_mut(&mut data),
                ptr::from_mut(&mut buffer),
                ptr::null_mut(),
            );
            if status == sys::Status::napi_ok {
                sys::napi_is_arraybuffer(self.env, buffer, ptr::from_mut(&mut alone))
            } else {
                status
            }
        };
        if status == sys::Status::napi_invalid_arg || (status == 0 && kind != expected) {
            return Err(self.misfit(index, name));
        }
        Fault::check(status)?;
        Ok(Lent {
            // An empty or detached array may lie nowhere.
            data: if data.is_null() {
                ptr::dangling_mut()
            } else {
                data.cast()
            },
            length: if data.is_null() { 0 } else { length },
            shared: !alone,
        })
    }
}

impl<T: Copy> Lent<T> {
    /// No elements at all.
    pub fn empty() -> Self {
        Self {
            data: ptr::dangling_mut(),
            length: 0,
            shared: false,
        }
    }

    /// How many elements it has.
    pub fn len(&self) -> usize {
        self.length
    }

    /// Some of the elements.
    ///
    /// # Panics
    ///
    /// Where it does not have them.
    #[inline]
    pub fn part(&self, elements: Range<usize>) -> Self {
        assert!(elements.start <= elements.end && elements.end <= self.length);
        Self {
            // SAFETY: within the array.
            data: unsafe { self.data.add(elements.start) },
            length: elements.len(),
            shared: self.shared,
        }
    }

    fn addresses(&self) -> Range<usize> {
        let start = self.data as usize;
        start..start + self.length * size_of::<T>()
    }

    /// # Safety
    ///
    /// While the slice is in use nobody else may hold a way to these elements, on no thread.
    unsafe fn slice<'a>(&self) -> &'a mut [T] {
        // SAFETY: V8 keeps the elements of a typed array aligned, initialised and where they are
        // until JavaScript runs again; the caller sees to the rest.
        unsafe { std::slice::from_raw_parts_mut(self.data, self.length) }
    }

    /// Copies what other threads may be writing.
    pub fn copy(&self) -> Vec<T> {
        (0..self.length)
            // SAFETY: within the array; volatile, because another thread may write meanwhile.
            .map(|index| unsafe { self.data.add(index).read_volatile() })
            .collect()
    }

    /// Writes where other threads may be reading, as many elements as there is room for.
    pub fn write_back(&self, elements: &[T]) {
        for (index, element) in elements.iter().enumerate().take(self.length) {
            // SAFETY: within the array; volatile, because another thread may read meanwhile.
            unsafe { self.data.add(index).write_volatile(*element) };
        }
    }
}

/// Lends what is read and what is written to `work`. `None`, and nothing was done, where the two have
/// memory in common or other threads can use it.
#[inline]
pub fn with_both<Read: Copy, Written: Copy, R>(
    read: &Lent<Read>,
    written: &Lent<Written>,
    work: impl FnOnce(&[Read], &mut [Written]) -> R,
) -> Option<R> {
    let (from, to) = (read.addresses(), written.addresses());
    if read.shared || written.shared || (from.start < to.end && to.start < from.end) {
        return None;
    }
    // SAFETY: the two do not overlap, and only this thread can use them.
    Some(unsafe { work(read.slice(), written.slice()) })
}

/// Lends samples to `work`. Memory that threads share is copied first and written back.
#[inline]
pub fn with_blocks<R>(
    input: &Lent<f32>,
    output: &Lent<f32>,
    work: impl FnOnce(Blocks<'_>) -> Result<R, Fault>,
) -> Result<R, Fault> {
    let (from, to) = (input.addresses(), output.addresses());
    let same = from == to && input.length > 0;
    if !same && from.start < to.end && to.start < from.end {
        return Err(Fault::Argument(
            "input and output must be one array, or have no memory in common".to_owned(),
        ));
    }
    if input.shared || output.shared {
        return with_copies(input, output, same, work);
    }
    if same {
        // SAFETY: one slice for the one array, of an ArrayBuffer that only this thread can use.
        return work(Blocks::InPlace(unsafe { input.slice() }));
    }
    // SAFETY: the two do not overlap, and only this thread can use them.
    let (read, written) = unsafe { (input.slice(), output.slice()) };
    work(Blocks::Apart(read, written))
}

#[cold]
fn with_copies<R>(
    input: &Lent<f32>,
    output: &Lent<f32>,
    same: bool,
    work: impl FnOnce(Blocks<'_>) -> Result<R, Fault>,
) -> Result<R, Fault> {
    let mut read = input.copy();
    if same {
        let result = work(Blocks::InPlace(&mut read))?;
        output.write_back(&read);
        return Ok(result);
    }
    let mut written = vec![0.0; output.length];
    let result = work(Blocks::Apart(&read, &mut written))?;
    output.write_back(&written);
    Ok(result)
}
