//! The arguments of one call.

use std::ptr;

use napi::sys;

use crate::fault::Fault;

/// The most arguments that a function of the addon takes.
pub const MAX_ARGUMENTS: usize = 5;

/// One call from JavaScript: valid until the function returns.
pub struct Call {
    pub env: sys::napi_env,
    pub arguments: [sys::napi_value; MAX_ARGUMENTS],
}

/// The largest whole number that a double holds with all below it.
const MAX_SAFE: f64 = 9_007_199_254_740_991.0;

impl Call {
    /// A number.
    pub fn number(&self, index: usize) -> Result<f64, Fault> {
        let mut number = 0.0;
        // SAFETY: the value is an argument of the running call.
        let status = unsafe {
            sys::napi_get_value_double(self.env, self.arguments[index], ptr::from_mut(&mut number))
        };
        if status == sys::Status::napi_number_expected {
            return Err(self.misfit(index, "a number"));
        }
        Fault::check(status)?;
        Ok(number)
    }

    /// A whole number on a timeline.
    pub fn position(&self, index: usize) -> Result<i64, Fault> {
        let number = self.number(index)?;
        if number.abs() <= MAX_SAFE && number.fract() == 0.0 {
            Ok(number as i64)
        } else {
            Err(self.misfit(index, "a whole number"))
        }
    }

    /// A count.
    #[inline]
    pub fn count(&self, index: usize) -> Result<usize, Fault> {
        let number = self.number(index)?;
        if (0.0..=f64::from(u32::MAX)).contains(&number) && number.fract() == 0.0 {
            Ok(number as usize)
        } else {
            Err(self.misfit(index, "a count"))
        }
    }

    /// A text.
    pub fn text(&self, index: usize) -> Result<String, Fault> {
        let value = self.arguments[index];
        let mut length = 0;
        // SAFETY: the value is an argument of the running call; no buffer asks for the length only.
        let status = unsafe {
            sys::napi_get_value_string_utf8(
                self.env,
                value,
                ptr::null_mut(),
                0,
                ptr::from_mut(&mut length),
            )
        };
        if status == sys::Status::napi_string_expected {
            return Err(self.misfit(index, "a string"));
        }
        Fault::check(status)?;
        let mut bytes = vec![0_u8; length + 1];
        // SAFETY: the buffer has room for the text and the zero behind it.
        Fault::check(unsafe {
            sys::napi_get_value_string_utf8(
                self.env,
                value,
                bytes.as_mut_ptr().cast(),
                bytes.len(),
                ptr::from_mut(&mut length),
            )
        })?;
        bytes.truncate(length);
        String::from_utf8(bytes).map_err(|_| self.misfit(index, "a string"))
    }

    /// What is returned to JavaScript as a number.
    pub fn return_number(&self, number: f64) -> Result<sys::napi_value, Fault> {
        let mut value = ptr::null_mut();
        // SAFETY: `env` is that of the running call.
        Fault::check(unsafe {
            sys::napi_create_double(self.env, number, ptr::from_mut(&mut value))
        })?;
        Ok(value)
    }

    /// What is returned to JavaScript as a truth.
    pub fn return_truth(&self, truth: bool) -> Result<sys::napi_value, Fault> {
        let mut value = ptr::null_mut();
        // SAFETY: `env` is that of the running call.
        Fault::check(unsafe { sys::napi_get_boolean(self.env, truth, ptr::from_mut(&mut value)) })?;
        Ok(value)
    }

    /// What is returned to JavaScript as `null`.
    pub fn return_null(&self) -> Result<sys::napi_value, Fault> {
        let mut value = ptr::null_mut();
        // SAFETY: `env` is that of the running call.
        Fault::check(unsafe { sys::napi_get_null(self.env, &raw mut value) })?;
        Ok(value)
    }

    /// What is returned to JavaScript as `undefined`.
    pub fn return_nothing(&self) -> sys::napi_value {
        ptr::null_mut()
    }

    #[cold]
    pub fn misfit(&self, index: usize, expected: &str) -> Fault {
        Fault::Argument(format!("argument {} must be {expected}", index + 1))
    }
}
