//! The Node.js addon of `@patchcord/devices-native`.
//!
//! Its functions are plain Node-API callbacks: one call a block is all that a chain costs, and what
//! samples need there (a pointer and a length, for the length of the call) is less than a wrapper
//! around them takes. Nothing here is shared between the environments of a process: every kernel
//! belongs to the thread that made it.

mod call;
mod chain;
mod fault;
mod file_run;
mod function;
mod job_spec;
mod kernel;
mod kernel_object;
mod news;
mod panics;
mod pcm;
#[cfg(feature = "testing")]
mod ring;
mod samples;
#[cfg(feature = "testing")]
mod testing;

use napi::bindgen_prelude::{JsValue, Object};
use napi::{Env, Result, Status};

/// Fills the module object of one environment.
///
/// # Errors
///
/// Where the environment is ending.
#[napi_derive::napi(module_exports)]
pub fn fill_exports(exports: Object, env: Env) -> Result<()> {
    panics::install_hook();
    let target = function::Target::new(env.raw(), exports.raw());
    let filled = kernel::export(&target)
        .and_then(|()| chain::export(&target))
        .and_then(|()| file_run::export(&target))
        .and_then(|()| pcm::export(&target));
    #[cfg(feature = "testing")]
    let filled = filled
        .and_then(|()| testing::export(&target))
        .and_then(|()| ring::export(&target));
    filled.map_err(|fault| napi::Error::new(Status::GenericFailure, fault.to_string()))
}
