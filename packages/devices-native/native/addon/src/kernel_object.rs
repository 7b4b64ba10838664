//! The kernels behind objects of JavaScript.

use std::ffi::c_void;
use std::ptr;
use std::rc::Rc;

use napi::sys;

use crate::fault::Fault;
use crate::function::Target;
use crate::kernel::KernelCell;
use crate::panics;

/// Tells kernels from whatever else JavaScript may hand in.
const TAG: sys::napi_type_tag = sys::napi_type_tag {
    lower: 0x9d1f_6a53_20c8_4e7b,
    upper: 0xb3e2_7c04_58fa_4d19,
};

/// Lets [`from_object`] find the kernel behind an object.
pub fn attach(target: &Target, cell: Rc<KernelCell>) -> Result<(), Fault> {
    let data = Rc::into_raw(cell);
    // SAFETY: the object is of the running call and new; where it cannot be wrapped, the pointer
    // is taken back. The tag comes last, so that what bears it is wrapped.
    unsafe {
        let status = sys::napi_wrap(
            target.env,
            target.object,
            data.cast_mut().cast(),
            Some(detach),
            ptr::null_mut(),
            ptr::null_mut(),
        );
        if let Err(fault) = Fault::check(status) {
            drop(Rc::from_raw(data));
            return Err(fault);
        }
        Fault::check(sys::napi_type_tag_object(
            target.env,
            target.object,
            ptr::from_ref(&TAG),
        ))
    }
}

unsafe extern "C" fn detach(_: sys::napi_env, data: *mut c_void, _: *mut c_void) {
    // SAFETY: the pointer came from `Rc::into_raw` and is given back once, by this finalizer.
    let cell = unsafe { Rc::from_raw(data.cast::<KernelCell>()) };
    let _ = panics::catch(|| {
        drop(cell);
        Ok(())
    });
}

/// The kernel behind an object, if it is one.
pub fn from_object(
    env: sys::napi_env,
    value: sys::napi_value,
) -> Result<Option<Rc<KernelCell>>, Fault> {
    let mut kind = sys::ValueType::napi_undefined;
    let mut tagged = false;
    let mut data = ptr::null_mut();
    // SAFETY: the value is of the running call. Only kernels bear the tag, and they are wrapped
    // around a pointer of `Rc::into_raw`, which counts one more holder here.
    unsafe {
        // What is no object would be made one, which throws.
        Fault::check(sys::napi_typeof(env, value, &raw mut kind))?;
        if kind != sys::ValueType::napi_object {
            return Ok(None);
        }
        let status =
            sys::napi_check_object_type_tag(env, value, ptr::from_ref(&TAG), &raw mut tagged);
        Fault::check(status)?;
        if !tagged {
            return Ok(None);
        }
        Fault::check(sys::napi_unwrap(env, value, &raw mut data))?;
        let cell: *const KernelCell = data.cast();
        Rc::increment_strong_count(cell);
        Ok(Some(Rc::from_raw(cell)))
    }
}
