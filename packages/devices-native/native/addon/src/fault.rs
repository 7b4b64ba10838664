//! What can go wrong in a call, and how JavaScript is told.

use std::ffi::CString;
use std::fmt;
use std::ptr;

use napi::sys;

/// Why a call did not do its work.
#[derive(Clone, Debug)]
pub enum Fault {
    /// An argument is not what the function takes.
    Argument(String),
    /// Rust code panicked; what it was at work on is not to be used any more.
    Panic(String),
    /// The same in the kernel of a chain that has this index.
    KernelPanic(String, usize),
    /// Node-API refused something, as it does while an environment ends.
    Refused(sys::napi_status),
}

impl Fault {
    /// Turns a status of Node-API into a result.
    pub fn check(status: sys::napi_status) -> Result<(), Self> {
        if status == sys::Status::napi_ok {
            Ok(())
        } else {
            Err(Self::Refused(status))
        }
    }

    /// Says which kernel of a chain it was that panicked.
    pub fn of_kernel(self, index: usize) -> Self {
        match self {
            Self::Panic(text) => Self::KernelPanic(text, index),
            other => other,
        }
    }

    /// Throws it as an `Error` with a `code`, unless JavaScript has thrown already. Of a kernel in a
    /// chain it tells the `kernelIndex` too.
    pub fn throw(&self, env: sys::napi_env) {
        let code = match self {
            Self::Argument(_) => c"native-argument",
            Self::Panic(_) | Self::KernelPanic(..) => c"native-panic",
            Self::Refused(_) => c"native-refused",
        };
        let message = CString::new(self.to_string().replace('\0', " ")).unwrap_or_default();
        let mut pending = false;
        // SAFETY: `env` is that of the running call; both texts end in a zero and outlive the call.
        unsafe {
            sys::napi_is_exception_pending(env, ptr::from_mut(&mut pending));
            if !pending {
                sys::napi_throw_error(env, code.as_ptr(), message.as_ptr());
                if let Self::KernelPanic(_, index) = self {
                    // Without the number, the error is thrown all the same.
                    let _ = add_kernel_index(env, *index);
                }
            }
        }
    }
}

/// Gives the error that was just thrown a `kernelIndex`.
fn add_kernel_index(env: sys::napi_env, index: usize) -> Result<(), Fault> {
    let mut error = ptr::null_mut();
    let mut number = ptr::null_mut();
    // SAFETY: `env` is that of the running call, in which an exception is pending. While one is,
    // objects cannot be changed; so it is taken, and thrown again whatever happens.
    unsafe {
        Fault::check(sys::napi_get_and_clear_last_exception(
            env,
            ptr::from_mut(&mut error),
        ))?;
        let status = sys::napi_create_double(env, index as f64, ptr::from_mut(&mut number));
        let status = if status == sys::Status::napi_ok {
            sys::napi_set_named_property(env, error, c"kernelIndex".as_ptr(), number)
        } else {
            status
        };
        sys::napi_throw(env, error);
        Fault::check(status)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Argument(text) => formatter.write_str(text),
            Self::Panic(text) | Self::KernelPanic(text, _) => {
                write!(formatter, "the native code panicked: {text}")
            }
            Self::Refused(status) => write!(formatter, "Node-API refused a call: status {status}"),
        }
    }
}
