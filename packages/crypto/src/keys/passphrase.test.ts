import { scryptSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { keyFromPassphrase } from './passphrase.js'

const invalid = expect.objectContaining({ code: 'key-invalid' })
const salt = Buffer.alloc(16, 3).toString('base64url')
const cheap = `$scrypt$ln=14,r=8,p=1$${salt}`

describe('keyFromPassphrase', () => {
  it('derives by scrypt as RFC 7914 has it', async () => {
    const { key, parameters } = await keyFromPassphrase('word', { parameters: cheap })
    const cost = { N: 2 ** 14, r: 8, p: 1 }
    expect(key.export()).toEqual(scryptSync('word', Buffer.alloc(16, 3), 32, cost))
    expect(parameters).toBe(cheap)
  })

  it('gives the same key again, and another under a fresh salt', async () => {
    const costs = { costLog2: 14, blockSize: 9, parallelization: 2 }
    const first = await keyFromPassphrase('word', costs)
    const { parameters } = first
    expect(parameters).toMatch(/^\$scrypt\$ln=14,r=9,p=2\$[\w-]{22}$/)
    const again = await keyFromPassphrase('word', { parameters })
    expect(again.key.equals(first.key)).toBe(true)
    expect((await keyFromPassphrase('word', costs)).key.equals(first.key)).toBe(false)
    expect((await keyFromPassphrase('Word', { parameters })).key.equals(first.key)).toBe(false)
  })

  it('takes 128 MiB when it is told nothing, or told undefined', async () => {
    const undefinedCost = { costLog2: undefined } as object
    const { parameters } = await keyFromPassphrase('word', undefinedCost)
    expect(parameters).toMatch(/^\$scrypt\$ln=17,r=8,p=1\$/)
  })

  it('is the same on every keyboard', async () => {
    const composed = await keyFromPassphrase('caf\u00e9', { parameters: cheap })
    const decomposed = await keyFromPassphrase('cafe\u0301', { parameters: cheap })
    expect(decomposed.key.equals(composed.key)).toBe(true)
  })

  it.each([
    ['too little cost', `$scrypt$ln=13,r=8,p=1$${salt}`],
    ['too much cost', `$scrypt$ln=21,r=8,p=1$${salt}`],
    ['absurd cost', `$scrypt$ln=99,r=8,p=1$${salt}`],
    ['a cost of three digits', `$scrypt$ln=014,r=8,p=1$${salt}`],
    ['too small blocks', `$scrypt$ln=14,r=7,p=1$${salt}`],
    ['too large blocks', `$scrypt$ln=14,r=17,p=1$${salt}`],
    ['no runs', `$scrypt$ln=14,r=8,p=0$${salt}`],
    ['too many runs', `$scrypt$ln=14,r=8,p=5$${salt}`],
    ['more than 1 GiB', `$scrypt$ln=20,r=9,p=1$${salt}`],
    ['a salt of 15 bytes', `$scrypt$ln=14,r=8,p=1$${'A'.repeat(20)}`],
    ['a salt of 66 bytes', `$scrypt$ln=14,r=8,p=1$${'A'.repeat(88)}`],
    ['a salt with stray bits', `$scrypt$ln=14,r=8,p=1$${'A'.repeat(21)}B`],
    ['another function', `$argon2$ln=14,r=8,p=1$${salt}`],
    ['something after it', `${cheap}$`],
    ['a line break', `${cheap}\n`],
    ['nothing', ''],
  ])('refuses parameters with %s', async (_, parameters) => {
    await expect(keyFromPassphrase('word', { parameters })).rejects.toEqual(invalid)
  })

  it.each([
    { costLog2: 13 },
    { costLog2: 21 },
    { costLog2: 14.5 },
    { costLog2: NaN },
    { blockSize: 7 },
    { parallelization: 5 },
    { costLog2: 20, blockSize: 9 },
  ])('refuses costs of %o', async (costs) => {
    await expect(keyFromPassphrase('word', costs)).rejects.toEqual(invalid)
  })

  it('refuses an empty passphrase, no text, and costs beside parameters', async () => {
    await expect(keyFromPassphrase('')).rejects.toEqual(invalid)
    await expect(keyFromPassphrase(5 as unknown as string)).rejects.toEqual(invalid)
    await expect(
      keyFromPassphrase('word', { parameters: cheap, costLog2: 14 }),
    ).rejects.toMatchObject({ code: 'invalid-option' })
  })
})
