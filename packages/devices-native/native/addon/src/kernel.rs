//! Kernels as objects of JavaScript.

use std::cell::OnceCell;
use std::rc::Rc;

use napi::sys;
use patchcord_kernels::gain::Gain;
use patchcord_kernels::{FloatMode, Format, Kernel, SharedKernel, create, parse, share};

use crate::fault::Fault;
use crate::function::Target;
use crate::kernel_object::attach;
use crate::panics;
use crate::samples::{Blocks, Lent, with_blocks};

/// A kernel with what the door has to know of it.
pub struct KernelCell {
    pub kernel: SharedKernel,
    pub input: Format,
    /// Why it cannot be used any more: a panic, or that it was given away.
    pub poison: OnceCell<Fault>,
}

/// Exports `createKernel(spec, sampleRate, channelCount)`.
pub fn export(target: &Target) -> Result<(), Fault> {
    target.function(c"createKernel", |call| {
        let spec = parse(&call.text(0)?).map_err(argument)?;
        let input = Format {
            sample_rate: call.number(1)?,
            channel_count: call.count(2)?,
        };
        if input.channel_count == 0 {
            return Err(call.misfit(2, "at least 1"));
        }
        let kernel = create(&spec, input).map_err(argument)?;
        to_object(call.env, kernel, input)
    })
}

/// What JavaScript sees of a kernel: `NativeKernel` in `native-binding.ts`.
pub fn to_object(
    env: sys::napi_env,
    kernel: Box<dyn Kernel>,
    input: Format,
) -> Result<sys::napi_value, Fault> {
    let target = Target::create(env)?;
    let output = kernel.output();
    target.number(c"outputSampleRate", output.sample_rate)?;
    target.number(c"outputChannelCount", output.channel_count as f64)?;
    target.number(c"latencyFrames", kernel.latency_frames() as f64)?;
    target.truth(c"inPlace", kernel.in_place())?;
    target.truth(c"readsOnly", kernel.reads_only())?;
    let cell = Rc::new(KernelCell {
        kernel: share(kernel),
        input,
        poison: OnceCell::new(),
    });
    add_methods(&target, &cell)?;
    attach(&target, cell)?;
    Ok(target.object)
}

fn add_methods(target: &Target, cell: &Rc<KernelCell>) -> Result<(), Fault> {
    let kernel = Rc::clone(cell);
    target.function(c"startAt", move |call| {
        let position = call.position(0)?;
        call.return_number(kernel.use_it(|kernel| Ok(kernel.start_at(position)))? as f64)
    })?;
    let kernel = Rc::clone(cell);
    target.function(c"outputFrames", move |call| {
        let frame_count = call.count(0)?;
        call.return_number(kernel.use_it(|kernel| Ok(kernel.output_frames(frame_count)))? as f64)
    })?;
    let kernel = Rc::clone(cell);
    target.function(c"process", move |call| {
        kernel.process(&call.samples(0)?, call.count(1)?, &call.samples(2)?)?;
        Ok(call.return_nothing())
    })?;
    let kernel = Rc::clone(cell);
    target.function(c"tailFrames", move |call| {
        call.return_number(kernel.use_it(|kernel| Ok(kernel.tail_frames()))? as f64)
    })?;
    let kernel = Rc::clone(cell);
    target.function(c"flush", move |call| {
        kernel.flush(&call.samples(0)?)?;
        Ok(call.return_nothing())
    })?;
    let kernel = Rc::clone(cell);
    target.function(c"update", move |call| {
        let spec = parse(&call.text(0)?).map_err(argument)?;
        kernel.use_it(|kernel| kernel.update(&spec).map_err(argument))?;
        Ok(call.return_nothing())
    })?;
    let kernel = Rc::clone(cell);
    target.function(c"hasReadings", move |call| {
        call.return_truth(kernel.use_it(|kernel| Ok(kernel.has_readings()))?)
    })?;
    let kernel = Rc::clone(cell);
    target.function(c"takeReadings", move |call| {
        let count = call.with_numbers(0, |into| {
            kernel.use_it(|kernel| Ok(kernel.take_readings(into)))
        })?;
        call.return_number(count as f64)
    })
}

impl KernelCell {
    /// Refuses what a panic has left half done, and what is not here any more.
    pub fn check(&self) -> Result<(), Fault> {
        match self.poison.get() {
            Some(fault) => Err(fault.clone()),
            None => Ok(()),
        }
    }

    /// Gives the kernel away, for good.
    pub fn take(&self) -> Result<Box<dyn Kernel>, Fault> {
        self.check()?;
        // Nobody gets at it past the check.
        let stand_in = Gain::new(1.0, self.input).map_err(argument)?;
        let gone = "this kernel runs from file to file: it cannot be called any more";
        let _ = self.poison.set(Fault::Argument(gone.to_owned()));
        Ok(self.kernel.replace(Box::new(stand_in)))
    }

    #[inline]
    fn use_it<R>(
        &self,
        work: impl FnOnce(&mut dyn Kernel) -> Result<R, Fault>,
    ) -> Result<R, Fault> {
        self.check()?;
        let result = panics::catch(|| work(self.kernel.borrow_mut().as_mut()));
        if let Err(fault @ Fault::Panic(_)) = &result {
            let _ = self.poison.set(fault.clone());
        }
        result
    }

    fn process(
        &self,
        input: &Lent<f32>,
        frame_count: usize,
        output: &Lent<f32>,
    ) -> Result<(), Fault> {
        self.use_it(|kernel| {
            let _mode = FloatMode::exact();
            let frames_out = kernel.output_frames(frame_count);
            check_length("input", input, frame_count, self.input.channel_count)?;
            check_length("output", output, frames_out, kernel.output().channel_count)?;
            with_blocks(input, output, |blocks| match blocks {
                Blocks::Apart(read, written) => {
                    kernel.process(read, frame_count, written);
                    Ok(())
                }
                Blocks::InPlace(samples) if kernel.in_place() && frames_out == frame_count => {
                    kernel.process_in_place(samples, frame_count);
                    Ok(())
                }
                Blocks::InPlace(_) => Err(not_in_place()),
            })
        })
    }

    fn flush(&self, output: &Lent<f32>) -> Result<(), Fault> {
        self.use_it(|kernel| {
            let _mode = FloatMode::exact();
            let frames = kernel.tail_frames();
            check_length("output", output, frames, kernel.output().channel_count)?;
            with_blocks(&Lent::empty(), output, |blocks| {
                if let Blocks::Apart(_, written) = blocks {
                    kernel.flush(written);
                }
                Ok(())
            })
        })
    }
}

/// Holds an array to the frames that belong in it.
#[inline]
pub fn check_length(
    name: &str,
    samples: &Lent<f32>,
    frames: usize,
    channels: usize,
) -> Result<(), Fault> {
    if frames.checked_mul(channels) == Some(samples.len()) {
        return Ok(());
    }
    let length = samples.len();
    Err(Fault::Argument(format!(
        "{name} must hold {frames} frames of {channels} channels, got {length} samples"
    )))
}

#[cold]
pub fn not_in_place() -> Fault {
    Fault::Argument("this kernel does not work in place: output must be another array".to_owned())
}

fn argument(error: impl ToString) -> Fault {
    Fault::Argument(error.to_string())
}
