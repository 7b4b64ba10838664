//! Panics, caught at the door.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::Once;

use crate::fault::Fault;

thread_local! {
    /// Whether this thread is inside of [`catch`].
    static CATCHING: Cell<bool> = const { Cell::new(false) };
    /// Where the last panic of this thread came from.
    static PLACE: RefCell<Option<String>> = const { RefCell::new(None) };
}

static HOOK: Once = Once::new();

/// Keeps a panic that will be caught off standard error, and keeps its place for the error. Any
/// other panic is reported as ever. The hook is that of this library: other addons have their own.
pub fn install_hook() {
    HOOK.call_once(|| {
        let usual = take_hook();
        set_hook(Box::new(move |info| {
            if !CATCHING.get() {
                usual(info);
                return;
            }
            let place = info
                .location()
                .map(|at| format!("{}:{}", at.file(), at.line()));
            PLACE.with_borrow_mut(|kept| *kept = place);
        }));
    });
}

/// Does work and turns a panic into a [`Fault`]. What the work was on must not be used afterwards,
/// as it may be left half done.
#[inline]
pub fn catch<R>(work: impl FnOnce() -> Result<R, Fault>) -> Result<R, Fault> {
    let outer = CATCHING.replace(true);
    let result = catch_unwind(AssertUnwindSafe(work));
    CATCHING.set(outer);
    result.unwrap_or_else(|payload| Err(Fault::Panic(describe(payload.as_ref()))))
}

#[cold]
fn describe(payload: &(dyn Any + Send)) -> String {
    let message = payload
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| payload.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("without a message");
    match PLACE.take() {
        Some(place) => format!("{message} ({place})"),
        None => message.to_owned(),
    }
}
