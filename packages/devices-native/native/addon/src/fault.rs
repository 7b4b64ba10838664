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

    /// Throws it as an `Error` with a `code`, unless JavaScript has thrown already.
    pub fn throw(&self, env: sys::napi_env) {
        let code = match self {
            Self::Argument(_) => c"native-argument",
            Self::Panic(_) => c"native-panic",
            Self::Refused(_) => c"native-refused",
        };
        let message = CString::new(self.to_string().replace('\0', " ")).unwrap_or_default();
        let mut pending = false;
        // SAFETY: `env` is that of the running call; both texts end in a zero and outlive the call.
        unsafe {
            sys::napi_is_exception_pending(env, ptr::from_mut(&mut pending));
            if !pending {
                sys::napi_throw_error(env, code.as_ptr(), message.as_ptr());
            }
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Argument(text) => formatter.write_str(text),
            Self::Panic(text) => write!(formatter, "the native code panicked: {text}"),
            Self::Refused(status) => write!(formatter, "Node-API refused a call: status {status}"),
        }
    }
}
