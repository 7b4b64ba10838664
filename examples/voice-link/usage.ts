import { numberOptions } from './number-options.js'
import { defaultOutputFolder } from './parse-arguments.js'

/** The help text. */
export function usage(): string {
  const numbers = Object.entries(numberOptions).map(([name, { value, about, defaultValue }]) =>
    line(`--${name} ${value}`, `${about} (${defaultValue})`),
  )
  return [
    'Sends a recording over an encrypted voice link that is lossy and hostile, and writes down what\narrives.',
    '',
    'Usage: npm start -- [FILE.wav] [options]',
    '',
    line('FILE.wav', 'the recording to send (the one that audio-lena ships)'),
    line('--out DIR', `folder for received.wav and waveforms.svg (${defaultOutputFolder})`),
    ...numbers,
    line('--no-encrypt', 'send packets as they are: see what gets through then'),
    line('--realtime', 'send as fast as one speaks; the jitter is real then'),
    line('--backend NAME', 'what executes the kernels: auto, js or native (auto)'),
    line('--compare-backends', 'run it with each backend and print the difference'),
    line('--json', 'print one JSON document (report.schema.json describes it)'),
    line('-h, --help', 'print this text'),
    '',
    'Ctrl-C delivers what is on its way, closes the file and reports; a second one aborts.',
    'Exit codes: 0 done or stopped, 1 wrong file, format or option, 130 aborted.',
  ].join('\n')
}

function line(option: string, about: string): string {
  return `  ${option.padEnd(22)} ${about}`
}
