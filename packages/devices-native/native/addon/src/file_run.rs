//! Jobs from file to file, on threads of their own.

use std::ptr;
use std::rc::Rc;
use std::sync::Arc;

use napi::sys;
use patchcord_files::{Control, Failure, Fault as Trouble, FileJob, Part, Surroundings, start};
use patchcord_kernels::{Format, parse};

use crate::call::Call;
use crate::fault::Fault;
use crate::function::Target;
use crate::job_spec::JobSpec;
use crate::kernel::KernelCell;
use crate::kernel_object::from_object;
use crate::news::{News, Tenant};
use crate::panics;

/// Exports `runFile(spec, kernels, onNews)`.
pub fn export(target: &Target) -> Result<(), Fault> {
    target.function(c"runFile", |call| {
        let spec = JobSpec::parse(&call.text(0)?)?;
        let kernels = kernels(call)?;
        check_row(&spec, &kernels)?;
        let (input, output) = (spec.input.open()?, spec.output.open()?);
        let control = Arc::new(Control::new(kernels.len()));
        let object = Target::create(call.env)?;
        add_methods(&object, &control)?;
        let (news, tenant) = News::create(call.env, call.arguments[2], &control)?;
        let kernels = kernels.iter().map(|kernel| kernel.take());
        let job = FileJob {
            input,
            kernels: kernels.collect::<Result<_, _>>()?,
            output,
        };
        let surroundings = Surroundings {
            on_news: Box::new(move || news.tell()),
            guard,
        };
        let thread = start(job, control, surroundings)
            .map_err(|error| Fault::Argument(format!("there is no thread to be had: {error}")))?;
        // SAFETY: in the call in which the tenant was made.
        unsafe { Tenant::keep(tenant, thread) };
        Ok(object.object)
    })
}

fn kernels(call: &Call) -> Result<Vec<Rc<KernelCell>>, Fault> {
    let list = call.arguments[1];
    let mut count = 0;
    // SAFETY: the value is an argument of the running call.
    let status = unsafe { sys::napi_get_array_length(call.env, list, &raw mut count) };
    if status == sys::Status::napi_array_expected || count == 0 {
        return Err(call.misfit(1, "an array of kernels"));
    }
    Fault::check(status)?;
    (0..count)
        .map(|index| {
            let mut item = ptr::null_mut();
            // SAFETY: the value is an argument of the running call.
            Fault::check(unsafe { sys::napi_get_element(call.env, list, index, &raw mut item) })?;
            from_object(call.env, item)?
                .ok_or_else(|| call.misfit(1, "an array of kernels of this addon"))
        })
        .collect()
}

/// Everything that can be wrong is found before the first kernel is taken away.
fn check_row(spec: &JobSpec, kernels: &[Rc<KernelCell>]) -> Result<(), Fault> {
    let mut channels = spec.input.channel_count;
    let mut given: Option<Format> = None;
    for (index, kernel) in kernels.iter().enumerate() {
        kernel.check()?;
        let taken = kernel.input;
        if taken.channel_count != channels || given.is_some_and(|given| given != taken) {
            return Err(Fault::Argument(format!(
                "each kernel must take what comes before it: {taken:?} does not, at index {index}"
            )));
        }
        if kernels[..index]
            .iter()
            .any(|other| Rc::ptr_eq(other, kernel))
        {
            let told = "a kernel can be in a job once only";
            return Err(Fault::Argument(told.to_owned()));
        }
        let output = kernel.kernel.borrow().output();
        channels = output.channel_count;
        given = Some(output);
    }
    let written = spec.output.channel_count;
    if written == channels {
        return Ok(());
    }
    Err(Fault::Argument(format!(
        "the last kernel gives {channels} channels, {written} are to be written"
    )))
}

fn guard(work: &mut dyn FnMut()) -> Result<(), String> {
    let done = panics::catch(|| {
        work();
        Ok(())
    });
    done.map_err(|fault| match fault {
        Fault::Panic(message) => message,
        other => other.to_string(),
    })
}

/// What JavaScript sees of a job at work: `NativeFileRun` in `native-binding.ts`.
fn add_methods(target: &Target, control: &Arc<Control>) -> Result<(), Fault> {
    for (name, steer) in [
        (c"pause", Control::pause as fn(&Control)),
        (c"resume", Control::resume),
        (c"stopReading", Control::stop_reading),
        (c"abort", Control::abort),
    ] {
        let run = Arc::clone(control);
        target.function(name, move |call| {
            steer(&run);
            Ok(call.return_nothing())
        })?;
    }
    let run = Arc::clone(control);
    target.function(c"update", move |call| {
        let kernel = index(call, run.kernel_count())?;
        let spec = parse(&call.text(1)?).map_err(|error| Fault::Argument(error.to_string()))?;
        run.update(kernel, spec);
        Ok(call.return_nothing())
    })?;
    let run = Arc::clone(control);
    target.function(c"stats", move |call| {
        call.with_numbers(0, |into| {
            run.counters().copy_to(into);
            Ok(())
        })?;
        Ok(call.return_nothing())
    })?;
    let run = Arc::clone(control);
    target.function(c"takeReadings", move |call| {
        let kernel = index(call, run.kernel_count())?;
        let count = call.with_numbers(1, |into| Ok(run.take_readings(kernel, into)))?;
        call.return_number(count as f64)
    })?;
    let run = Arc::clone(control);
    target.function(c"takeTimes", move |call| {
        let part = index(call, run.kernel_count() + 2)?;
        let part = Part::at(part, run.kernel_count());
        let count = call.with_numbers(1, |into| Ok(run.take_times(part, into)))?;
        call.return_number(count as f64)
    })?;
    let run = Arc::clone(control);
    target.function(c"outcome", move |call| {
        run.with_outcome(|outcome| match outcome {
            None => Ok(call.return_nothing()),
            Some(Ok(())) => call.return_null(),
            Some(Err(failure)) => describe(call, failure, run.kernel_count()),
        })
    })
}

fn index(call: &Call, count: usize) -> Result<usize, Fault> {
    let index = call.count(0)?;
    if index < count {
        return Ok(index);
    }
    Err(call.misfit(0, &format!("below {count}")))
}

fn describe(call: &Call, failure: &Failure, kernel_count: usize) -> Result<sys::napi_value, Fault> {
    let (code, errno) = match &failure.fault {
        Trouble::System(error) => ("", error.raw_os_error().unwrap_or(0)),
        Trouble::Shortened { .. } => ("", 0),
        Trouble::Spec(_) => ("native-argument", 0),
        Trouble::Panic(_) => ("native-panic", 0),
    };
    let object = Target::create(call.env)?;
    object.number(c"part", failure.part.index(kernel_count) as f64)?;
    object.text(c"code", code)?;
    object.number(c"errno", f64::from(errno))?;
    object.text(c"message", &failure.fault.to_string())?;
    Ok(object.object)
}
