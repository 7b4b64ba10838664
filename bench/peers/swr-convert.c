// swr-convert encode|decode FRAMES BLOCKS: planar stereo floats to interleaved 16 bits, or back, by
// libswresample: BLOCKS blocks of FRAMES frames, which lie in eight places in turn.
#include <libavutil/channel_layout.h>
#include <libavutil/mem.h>
#include <libavutil/samplefmt.h>
#include <libswresample/swresample.h>
#include <stdint.h>
#include <string.h>

#include "repeat.h"

enum { places = 8 };

static SwrContext *converter;
static uint8_t *inputs[places][2];
static uint8_t *outputs[places][2];
static int frames;
static long blocks;

static void work(void) {
  for (long block = 0; block < blocks; block++) {
    int place = block % places;
    const uint8_t **input = (const uint8_t **)inputs[place];
    if (swr_convert(converter, outputs[place], frames, input, frames) != frames)
      fail("swr_convert gave another number of frames");
  }
}

static void fill(int place, int encode) {
  for (int frame = 0; frame < frames; frame++) {
    for (int channel = 0; channel < 2; channel++) {
      float sample = sample_at(2 * frame + channel + place);
      if (encode) ((float *)inputs[place][channel])[frame] = sample;
      else ((int16_t *)inputs[place][0])[2 * frame + channel] = (int16_t)(sample * 32767);
    }
  }
}

int main(int count, char **arguments) {
  if (count != 4) fail("usage: swr-convert encode|decode FRAMES BLOCKS");
  int encode = strcmp(arguments[1], "encode") == 0;
  frames = atoi(arguments[2]);
  blocks = atol(arguments[3]);
  enum AVSampleFormat from = encode ? AV_SAMPLE_FMT_FLTP : AV_SAMPLE_FMT_S16;
  enum AVSampleFormat to = encode ? AV_SAMPLE_FMT_S16 : AV_SAMPLE_FMT_FLTP;
  AVChannelLayout stereo = AV_CHANNEL_LAYOUT_STEREO;
  if (swr_alloc_set_opts2(&converter, &stereo, to, 48000, &stereo, from, 48000, 0, NULL) < 0 ||
      swr_init(converter) < 0)
    fail("no converter");
  for (int place = 0; place < places; place++) {
    for (int channel = 0; channel < 2; channel++) {
      // As much as either kind needs; libavutil aligns it for its SIMD.
      inputs[place][channel] = av_malloc((size_t)frames * 4);
      outputs[place][channel] = av_malloc((size_t)frames * 4);
    }
    fill(place, encode);
  }
  repeat(work);
  return 0;
}
