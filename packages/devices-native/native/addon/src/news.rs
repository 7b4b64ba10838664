//! Calls from a job's thread into JavaScript, and the end of a job with its environment.

use std::cell::{Cell, RefCell};
use std::ffi::c_void;
use std::ptr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;

use napi::sys;
use patchcord_files::Control;

use crate::fault::Fault;

/// Tells JavaScript that there is something new. However often that is, one call at most is under
/// way. What is told before the call begins is seen in it.
pub struct News {
    function: sys::napi_threadsafe_function,
    under_way: Arc<AtomicBool>,
    /// Node.js has taken the function away.
    gone: Cell<bool>,
}

// SAFETY: a thread-safe function may be used by any thread; `gone` goes along with its owner.
unsafe impl Send for News {}

/// What of a job belongs to its environment. Only JavaScript's thread touches it.
pub struct Tenant {
    control: Arc<Control>,
    under_way: Arc<AtomicBool>,
    thread: RefCell<Option<JoinHandle<()>>>,
}

impl News {
    /// Prepares calls of `on_news`. When the environment ends, or `News` was dropped, the job's
    /// thread is aborted and joined: [`Tenant::keep`] hands it over.
    pub fn create(
        env: sys::napi_env,
        on_news: sys::napi_value,
        control: &Arc<Control>,
    ) -> Result<(Self, *const Tenant), Fault> {
        let under_way = Arc::new(AtomicBool::new(false));
        let tenant = Box::into_raw(Box::new(Tenant {
            control: Arc::clone(control),
            under_way: Arc::clone(&under_way),
            thread: RefCell::new(None),
        }));
        let mut function = ptr::null_mut();
        // SAFETY: `env` and `on_news` are of the running call. The tenant is given back by `leave`,
        // once; where there is no function, nobody has it.
        unsafe {
            let mut name = ptr::null_mut();
            let text = c"patchcord-file";
            let length = text.count_bytes().cast_signed();
            let status = sys::napi_create_string_utf8(env, text.as_ptr(), length, &raw mut name);
            let status = if status == sys::Status::napi_ok {
                sys::napi_create_threadsafe_function(
                    env,
                    on_news,
                    ptr::null_mut(),
                    name,
                    0,
                    1,
                    tenant.cast(),
                    Some(leave),
                    tenant.cast(),
                    Some(call),
                    &raw mut function,
                )
            } else {
                status
            };
            if status != sys::Status::napi_ok {
                drop(Box::from_raw(tenant));
            }
            if status == sys::Status::napi_invalid_arg {
                return Err(Fault::Argument("argument 3 must be a function".to_owned()));
            }
            Fault::check(status)?;
        }
        let news = Self {
            function,
            under_way,
            gone: Cell::new(false),
        };
        // SAFETY: as above. Hooks run in turn, the latest first: this one before that by which
        // Node.js takes the function away, so that the thread never calls into what is gone.
        unsafe {
            Fault::check(sys::napi_unref_threadsafe_function(env, function))?;
            let hooked = sys::napi_add_env_cleanup_hook(env, Some(end), tenant.cast());
            Fault::check(hooked)?;
        }
        Ok((news, tenant))
    }

    /// On the job's thread.
    pub fn tell(&self) {
        if self.gone.get() || self.under_way.swap(true, Ordering::AcqRel) {
            return;
        }
        let mode = sys::ThreadsafeFunctionCallMode::nonblocking;
        // SAFETY: this thread holds the function until it is dropped.
        let status =
            unsafe { sys::napi_call_threadsafe_function(self.function, ptr::null_mut(), mode) };
        // Whoever is told that it closes has let go of it thereby.
        self.gone.set(status == sys::Status::napi_closing);
    }
}

impl Drop for News {
    fn drop(&mut self) {
        if self.gone.get() {
            return;
        }
        let mode = sys::ThreadsafeFunctionReleaseMode::release;
        // SAFETY: the one hold is given back once. Calls that were queued are made first.
        unsafe { sys::napi_release_threadsafe_function(self.function, mode) };
    }
}

impl Tenant {
    /// Sees to it that a thread does not outlive its environment.
    ///
    /// # Safety
    ///
    /// In the call from JavaScript in which [`News::create`] gave the pointer.
    pub unsafe fn keep(tenant: *const Self, thread: JoinHandle<()>) {
        // SAFETY: `leave` runs on JavaScript's thread and in no running call.
        unsafe { (*tenant).thread.replace(Some(thread)) };
    }

    fn join(&self) {
        if let Some(thread) = self.thread.take() {
            // It catches panics and reports them itself.
            let _ = thread.join();
        }
    }
}

/// The environment ends.
unsafe extern "C" fn end(tenant: *mut c_void) {
    // SAFETY: `leave` takes this hook away before it frees the tenant.
    let tenant = unsafe { &*tenant.cast::<Tenant>() };
    tenant.control.abort();
    tenant.join();
}

/// The function is gone: its thread has let go of it.
unsafe extern "C" fn leave(env: sys::napi_env, tenant: *mut c_void, _: *mut c_void) {
    // SAFETY: the pointer came from `Box::into_raw` and is given back once, by this finalizer.
    let owned = unsafe {
        sys::napi_remove_env_cleanup_hook(env, Some(end), tenant);
        Box::from_raw(tenant.cast::<Tenant>())
    };
    owned.join();
}

/// Calls JavaScript, on its thread.
unsafe extern "C" fn call(
    env: sys::napi_env,
    on_news: sys::napi_value,
    tenant: *mut c_void,
    _: *mut c_void,
) {
    // SAFETY: no call is made after `leave`.
    let tenant = unsafe { &*tenant.cast::<Tenant>() };
    // What is told from here on needs another call: JavaScript may have looked already.
    tenant.under_way.store(false, Ordering::Release);
    if env.is_null() || on_news.is_null() {
        return;
    }
    let (mut receiver, mut thrown) = (ptr::null_mut(), ptr::null_mut());
    // SAFETY: `env` and `on_news` are of this call. What JavaScript throws becomes an uncaught
    // exception: nobody above could catch it, and Node.js by itself would only warn.
    unsafe {
        sys::napi_get_undefined(env, &raw mut receiver);
        let none = ptr::null();
        let status = sys::napi_call_function(env, receiver, on_news, 0, none, ptr::null_mut());
        if status == sys::Status::napi_pending_exception
            && sys::napi_get_and_clear_last_exception(env, &raw mut thrown) == sys::Status::napi_ok
        {
            sys::napi_fatal_exception(env, thrown);
        }
    }
}
