// Runs run.mjs in three threads at a time.
import { Worker } from 'node:worker_threads'

for (let index = 0; index < 3; index++) {
  new Worker(new URL('run.mjs', import.meta.url), { argv: ['native'] })
}
