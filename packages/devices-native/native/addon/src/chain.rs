//! Chains of kernels as objects of JavaScript.

use std::cell::{OnceCell, RefCell};
use std::ptr;
use std::rc::Rc;

use napi::sys;
use patchcord_kernels::Chain;

use crate::call::Call;
use crate::fault::Fault;
use crate::function::Target;
use crate::kernel::{KernelCell, check_length, not_in_place};
use crate::kernel_object::from_object;
use crate::panics;
use crate::samples::{Blocks, with_blocks};

/// One bit of a 32-bit integer that stays positive for each kernel: `maxChainLength` in core.
const MAX_KERNELS: u32 = 30;

struct ChainCell {
    chain: RefCell<Chain>,
    members: Vec<Rc<KernelCell>>,
    /// The panic that has made it unusable.
    poison: OnceCell<Fault>,
    input_channels: usize,
    output_channels: usize,
}

/// Exports `createChain(kernels)`.
pub fn export(target: &Target) -> Result<(), Fault> {
    target.function(c"createChain", |call| {
        let members = members(call)?;
        let cell = Rc::new(ChainCell::new(members)?);
        let target = Target::create(call.env)?;
        add_methods(&target, &cell)?;
        Ok(target.object)
    })
}

fn add_methods(target: &Target, cell: &Rc<ChainCell>) -> Result<(), Fault> {
    let chain = Rc::clone(cell);
    target.function(c"process", move |call| {
        let readings = chain.process(call, None)?;
        call.return_number(f64::from(readings))
    })?;
    let chain = Rc::clone(cell);
    target.function(c"processTimed", move |call| {
        // The array may share memory with the samples, so it gets the times when those are done with.
        let mut times = [0.0; MAX_KERNELS as usize];
        let times = &mut times[..chain.members.len()];
        call.with_numbers(3, |into| chain.check_room(into.len()))?;
        let readings = chain.process(call, Some(times))?;
        call.with_numbers(3, |into| {
            into[..times.len()].copy_from_slice(times);
            Ok(())
        })?;
        call.return_number(f64::from(readings))
    })?;
    let chain = Rc::clone(cell);
    target.function(c"outputFrames", move |call| {
        let frame_count = call.count(0)?;
        call.with_numbers(1, |each| chain.output_frames(frame_count, each))?;
        Ok(call.return_nothing())
    })
}

fn members(call: &Call) -> Result<Vec<Rc<KernelCell>>, Fault> {
    let list = call.arguments[0];
    let mut count = 0;
    // SAFETY: the value is an argument of the running call.
    let status = unsafe { sys::napi_get_array_length(call.env, list, &raw mut count) };
    if status == sys::Status::napi_array_expected || !(1..=MAX_KERNELS).contains(&count) {
        return Err(call.misfit(0, "an array of 1 to 30 kernels"));
    }
    Fault::check(status)?;
    (0..count)
        .map(|index| {
            let mut item = ptr::null_mut();
            // SAFETY: the value is an argument of the running call.
            Fault::check(unsafe { sys::napi_get_element(call.env, list, index, &raw mut item) })?;
            from_object(call.env, item)?
                .ok_or_else(|| call.misfit(0, "an array of kernels of this addon"))
        })
        .collect()
}

impl ChainCell {
    fn new(members: Vec<Rc<KernelCell>>) -> Result<Self, Fault> {
        for member in &members {
            member.check()?;
        }
        for pair in members.windows(2) {
            let (given, taken) = (pair[0].kernel.borrow().output(), pair[1].input);
            if given != taken {
                return Err(Fault::Argument(format!(
                    "each kernel must take what the one before it gives, got {given:?} into {taken:?}"
                )));
            }
        }
        for (index, member) in members.iter().enumerate() {
            if members[..index]
                .iter()
                .any(|other| Rc::ptr_eq(other, member))
            {
                return Err(Fault::Argument(
                    "a kernel can be in a chain once only".to_owned(),
                ));
            }
        }
        let kernels = members.iter().map(|member| Rc::clone(&member.kernel));
        let chain = Chain::new(kernels.collect());
        let output = members[members.len() - 1].kernel.borrow().output();
        Ok(Self {
            chain: RefCell::new(chain),
            poison: OnceCell::new(),
            input_channels: members[0].input.channel_count,
            output_channels: output.channel_count,
            members,
        })
    }

    #[inline]
    fn process(&self, call: &Call, times_us: Option<&mut [f64]>) -> Result<u32, Fault> {
        let (input, frame_count, output) = (call.samples(0)?, call.count(1)?, call.samples(2)?);
        self.use_it(|chain| {
            check_length("input", &input, frame_count, self.input_channels)?;
            let frames_out = self.frames_out(frame_count);
            check_length("output", &output, frames_out, self.output_channels)?;
            let keeps_shape =
                frames_out == frame_count && self.output_channels == self.input_channels;
            with_blocks(&input, &output, |blocks| match blocks {
                Blocks::InPlace(_) if !keeps_shape => Err(not_in_place()),
                blocks => Ok(run(chain, blocks, frame_count, times_us)),
            })
        })
    }

    fn output_frames(&self, frame_count: usize, each: &mut [f64]) -> Result<(), Fault> {
        self.check_room(each.len())?;
        self.use_it(|chain| {
            chain.output_frames(frame_count, each);
            Ok(())
        })
    }

    fn frames_out(&self, frame_count: usize) -> usize {
        self.members.iter().fold(frame_count, |frames, member| {
            member.kernel.borrow().output_frames(frames)
        })
    }

    fn check_room(&self, length: usize) -> Result<(), Fault> {
        if length >= self.members.len() {
            return Ok(());
        }
        let kernels = self.members.len();
        Err(Fault::Argument(format!(
            "there must be a number for each of {kernels} kernels, got {length}"
        )))
    }

    /// A panic leaves it unknown which kernel is half done, so none of them is used again.
    #[inline]
    fn use_it<R>(&self, work: impl FnOnce(&mut Chain) -> Result<R, Fault>) -> Result<R, Fault> {
        if let Some(fault) = self.poison.get() {
            return Err(fault.clone());
        }
        for (index, member) in self.members.iter().enumerate() {
            member.check().map_err(|fault| fault.of_kernel(index))?;
        }
        panics::catch(|| work(&mut self.chain.borrow_mut())).map_err(|fault| self.give_up(fault))
    }

    #[cold]
    fn give_up(&self, fault: Fault) -> Fault {
        if !matches!(fault, Fault::Panic(_)) {
            return fault;
        }
        for member in &self.members {
            let _ = member.poison.set(fault.clone());
        }
        let fault = fault.of_kernel(self.chain.borrow().under_way());
        let _ = self.poison.set(fault.clone());
        fault
    }
}

#[inline]
fn run(
    chain: &mut Chain,
    blocks: Blocks<'_>,
    frame_count: usize,
    times_us: Option<&mut [f64]>,
) -> u32 {
    match (blocks, times_us) {
        (Blocks::InPlace(samples), None) => chain.process_in_place(samples, frame_count),
        (Blocks::InPlace(samples), Some(times)) => {
            chain.process_in_place_timed(samples, frame_count, times)
        }
        (Blocks::Apart(input, output), None) => chain.process(input, frame_count, output),
        (Blocks::Apart(input, output), Some(times)) => {
            chain.process_timed(input, frame_count, output, times)
        }
    }
}
