// Runs run.mjs in three threads at a time.
import { Worker } from 'node:worker_threads'

const start = () => new Worker(new URL('run.mjs', import.meta.url), { argv: ['native'] })
start()
start()
start()
