//! Functions and values that JavaScript gets.

use std::ffi::{CStr, c_void};
use std::ptr;

use napi::sys;

use crate::call::{Call, MAX_ARGUMENTS};
use crate::fault::Fault;
use crate::panics;

/// An object that is being filled.
pub struct Target {
    pub env: sys::napi_env,
    pub object: sys::napi_value,
}

impl Target {
    /// An object that exists already: valid in the call that it came with.
    pub fn new(env: sys::napi_env, object: sys::napi_value) -> Self {
        Self { env, object }
    }

    /// A new object.
    pub fn create(env: sys::napi_env) -> Result<Self, Fault> {
        let mut object = ptr::null_mut();
        // SAFETY: `env` is that of the running call.
        Fault::check(unsafe { sys::napi_create_object(env, ptr::from_mut(&mut object)) })?;
        Ok(Self { env, object })
    }

    /// Sets a property to a number.
    pub fn number(&self, name: &CStr, number: f64) -> Result<(), Fault> {
        let mut value = ptr::null_mut();
        // SAFETY: `env` is that of the running call.
        Fault::check(unsafe {
            sys::napi_create_double(self.env, number, ptr::from_mut(&mut value))
        })?;
        self.set(name, value)
    }

    /// Sets a property to a truth.
    pub fn truth(&self, name: &CStr, truth: bool) -> Result<(), Fault> {
        let mut value = ptr::null_mut();
        // SAFETY: `env` is that of the running call.
        Fault::check(unsafe { sys::napi_get_boolean(self.env, truth, ptr::from_mut(&mut value)) })?;
        self.set(name, value)
    }

    /// Sets a property to a text.
    pub fn text(&self, name: &CStr, text: &str) -> Result<(), Fault> {
        let mut value = ptr::null_mut();
        // SAFETY: `env` is that of the running call; the text is as long as is said.
        Fault::check(unsafe {
            let length = text.len().cast_signed();
            sys::napi_create_string_utf8(self.env, text.as_ptr().cast(), length, &raw mut value)
        })?;
        self.set(name, value)
    }

    /// Sets a property to a function, which owns `body` and what that holds: both go when the
    /// garbage collector takes the function, or with the environment. So a function that can be
    /// called has what it needs, whatever `this` it is called with.
    pub fn function<F>(&self, name: &CStr, body: F) -> Result<(), Fault>
    where
        F: Fn(&Call) -> Result<sys::napi_value, Fault> + 'static,
    {
        let body = Box::into_raw(Box::new(body));
        let mut value = ptr::null_mut();
        // SAFETY: `enter::<F>` takes the data for an `F`, which it is. Where a step fails, nothing
        // has the pointer: a function that was made is dropped without having been shown.
        unsafe {
            let status = sys::napi_create_function(
                self.env,
                name.as_ptr(),
                isize::try_from(name.count_bytes()).unwrap_or(0),
                Some(enter::<F>),
                body.cast(),
                ptr::from_mut(&mut value),
            );
            let status = if status == sys::Status::napi_ok {
                sys::napi_add_finalizer(
                    self.env,
                    value,
                    body.cast(),
                    Some(forget::<F>),
                    ptr::null_mut(),
                    ptr::null_mut(),
                )
            } else {
                status
            };
            if let Err(fault) = Fault::check(status) {
                drop(Box::from_raw(body));
                return Err(fault);
            }
        }
        self.set(name, value)
    }

    fn set(&self, name: &CStr, value: sys::napi_value) -> Result<(), Fault> {
        // SAFETY: object and value are of the running call.
        Fault::check(unsafe {
            sys::napi_set_named_property(self.env, self.object, name.as_ptr(), value)
        })
    }
}

/// Where Node.js comes in.
unsafe extern "C" fn enter<F>(env: sys::napi_env, info: sys::napi_callback_info) -> sys::napi_value
where
    F: Fn(&Call) -> Result<sys::napi_value, Fault> + 'static,
{
    let mut count = MAX_ARGUMENTS;
    let mut arguments = [ptr::null_mut(); MAX_ARGUMENTS];
    let mut data = ptr::null_mut();
    // SAFETY: there is room for as many arguments as `count` says; what is missing is undefined.
    let status = unsafe {
        sys::napi_get_cb_info(
            env,
            info,
            ptr::from_mut(&mut count),
            arguments.as_mut_ptr(),
            ptr::null_mut(),
            ptr::from_mut(&mut data),
        )
    };
    let result = Fault::check(status).and_then(|()| {
        // SAFETY: the data is the `F` that belongs to this function, which lives while it is called.
        let body = unsafe { &*data.cast::<F>() };
        panics::catch(|| body(&Call { env, arguments }))
    });
    result.unwrap_or_else(|fault| {
        fault.throw(env);
        ptr::null_mut()
    })
}

/// Drops what a function owned.
unsafe extern "C" fn forget<F>(_: sys::napi_env, data: *mut c_void, _: *mut c_void) {
    // SAFETY: the data came from `Box::into_raw` and is given back once, by this finalizer.
    let body = unsafe { Box::from_raw(data.cast::<F>()) };
    // A destructor that panics must not unwind into Node.js.
    let _ = panics::catch(|| {
        drop(body);
        Ok(())
    });
}
