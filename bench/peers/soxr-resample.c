// soxr-resample FROM TO FRAMES BLOCKS: mono floats by libsoxr's high quality (SOXR_HQ): BLOCKS
// blocks of FRAMES frames, one after another, as a stream.
#include <soxr.h>

#include "repeat.h"

static soxr_t resampler;
static float *input;
static float *output;
static size_t frames;
static size_t room;
static long blocks;

static void work(void) {
  size_t written = 0;
  for (long block = 0; block < blocks; block++) {
    size_t used, done;
    if (soxr_process(resampler, input, frames, &used, output, room, &done) || used != frames)
      fail("soxr_process failed");
    written += done;
  }
  if (written == 0) fail("soxr_process gave nothing");
}

int main(int count, char **arguments) {
  if (count != 5) fail("usage: soxr-resample FROM TO FRAMES BLOCKS");
  double from = atof(arguments[1]), to = atof(arguments[2]);
  frames = (size_t)atol(arguments[3]);
  blocks = atol(arguments[4]);
  // It works in large steps: one call may give what several calls have brought.
  room = (size_t)(frames * to / from) + 65536;
  input = malloc(frames * sizeof *input);
  output = malloc(room * sizeof *output);
  for (size_t frame = 0; frame < frames; frame++) input[frame] = sample_at((long)frame);
  soxr_error_t error;
  soxr_io_spec_t io = soxr_io_spec(SOXR_FLOAT32_I, SOXR_FLOAT32_I);
  soxr_quality_spec_t quality = soxr_quality_spec(SOXR_HQ, 0);
  soxr_runtime_spec_t runtime = soxr_runtime_spec(1);
  resampler = soxr_create(from, to, 1, &error, &io, &quality, &runtime);
  if (error) fail(error);
  repeat(work);
  return 0;
}
