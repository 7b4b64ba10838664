// What the programs that we measure in memory have in common: for each line that they read they do
// the work once and print how many microseconds it took on the processor. So they and ours take
// turns in one run.
#ifndef REPEAT_H
#define REPEAT_H

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double cpu_us(void) {
  struct timespec now;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return now.tv_sec * 1e6 + now.tv_nsec / 1e3;
}

static void fail(const char *what) {
  fprintf(stderr, "%s\n", what);
  exit(1);
}

static void repeat(void (*work)(void)) {
  char line[64];
  setvbuf(stdout, NULL, _IOLBF, 0);
  while (fgets(line, sizeof line, stdin)) {
    double started = cpu_us();
    work();
    printf("%.3f\n", cpu_us() - started);
  }
}

// The signal that ours gets too.
static float sample_at(long index) { return 0.8f * (float)sin(0.07 * (double)index); }

#endif
