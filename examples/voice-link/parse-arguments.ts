import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { PatchcordError } from '@patchcord/core'
import lena from 'audio-lena'
import { type NumberOption, type NumberSetting, numberOptions } from './number-options.js'
import type { VoiceLinkSettings } from './settings.js'

/** Where the results go if `--out` names no other folder. */
export const defaultOutputFolder = 'voice-link-output'

/**
 * The settings that a command line asks for, or `'help'`.
 *
 * @throws PatchcordError `invalid-option` with one line that names the option
 */
export function parseArguments(args: readonly string[]): VoiceLinkSettings | 'help' {
  const { values, positionals } = parsed(args)
  if (values.help === true) return 'help'
  if (positionals.length > 1) {
    throw invalid(
      `takes one recording, got ${positionals.length}: ${positionals.join(', ')}`,
      positionals,
    )
  }
  const { out = defaultOutputFolder } = values
  if (out === '') throw invalid("--out must name a folder, got ''", out)
  return {
    recording: positionals[0] ?? fileURLToPath(lena.url('wav')),
    outputFolder: out,
    ...numbers(values),
    encrypt: values['no-encrypt'] !== true,
    realtime: values.realtime === true,
    backend: backendOf(values.backend),
    compareBackends: values['compare-backends'] === true,
    json: values.json === true,
  }
}

function parsed(args: readonly string[]) {
  const strings = Object.keys(numberOptions).map((name) => [name, { type: 'string' }] as const)
  try {
    return parseArgs({
      args: joinNegativeNumbers(args),
      allowPositionals: true,
      options: {
        ...(Object.fromEntries(strings) as Record<never, never>),
        out: { type: 'string' },
        'no-encrypt': { type: 'boolean' },
        realtime: { type: 'boolean' },
        backend: { type: 'string' },
        'compare-backends': { type: 'boolean' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    })
  } catch (error) {
    // Node's own message goes on with advice over several lines.
    const [line = ''] = (error as Error).message.split(/\n|\. /)
    throw invalid(`${line.replace(/\.$/, '')}; --help lists the options`, args)
  }
}

function backendOf(name: string | undefined): VoiceLinkSettings['backend'] {
  if (name === undefined || name === 'auto') return 'auto'
  if (name === 'js' || name === 'native') return name
  throw invalid(`--backend must be auto, js or native, got '${name}'`, name)
}

/** `--gain-db -6` is what people write; Node asks for `--gain-db=-6`. */
function joinNegativeNumbers(args: readonly string[]): string[] {
  const joined: string[] = []
  for (const word of args) {
    const before = joined.at(-1)
    const isValue = /^-[\d.]/.test(word) && before?.startsWith('--') === true
    if (isValue && Object.hasOwn(numberOptions, before.slice(2))) {
      joined[joined.length - 1] = `${before}=${word}`
    } else joined.push(word)
  }
  return joined
}

function numbers(values: Readonly<Record<string, unknown>>): Record<NumberSetting, number> {
  const entries = Object.entries(numberOptions).map(([name, option]) => {
    const text = values[name] as string | undefined
    return [option.setting, text === undefined ? option.defaultValue : number(name, option, text)]
  })
  return Object.fromEntries(entries) as Record<NumberSetting, number>
}

function number(name: string, { min, max, unit, integer }: NumberOption, text: string): number {
  const digits = unit === '%' ? text.replace(/ ?%$/, '') : text
  const value = /^\s*$/.test(digits) ? Number.NaN : Number(digits)
  const isWhole = integer !== true || Number.isInteger(value)
  if (value >= min && value <= max && isWhole) return value
  const kind = integer === true ? 'a whole number' : 'a number'
  const range = `from ${min} to ${max}${unit === undefined ? '' : ` ${unit}`}`
  throw invalid(`--${name} must be ${kind} ${range}, got '${text}'`, text)
}

function invalid(message: string, got: unknown): PatchcordError {
  return new PatchcordError('invalid-option', message, { details: { got } })
}
