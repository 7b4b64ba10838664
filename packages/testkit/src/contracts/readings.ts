import { Readable } from 'node:stream'
import type { AnyProcessor, AnySource, Item } from '@patchcord/core'
import { mustEqual } from './breach.js'
import type { Rig } from './rig.js'

function describeItem({ position, frameCount, sampleRate, channelCount }: Item): string {
  return `${position}+${frameCount} at ${sampleRate}x${channelCount}`
}

async function iterate(items: AsyncIterable<Item>): Promise<string[]> {
  const texts: string[] = []
  for await (const item of items) texts.push(describeItem(item))
  return texts
}

async function listen(port: AnySource | AnyProcessor): Promise<string[]> {
  const texts: string[] = []
  port.on('data', (item: Item) => texts.push(describeItem(item)))
  await new Promise((resolve, reject) => port.once('end', resolve).once('error', reject))
  return texts
}

/** Reads a stream in every way that Node knows; each must give the same. */
export async function checkReadings(
  rig: Rig,
  make: () => Promise<AnySource | AnyProcessor>,
  expected: readonly Item[],
): Promise<void> {
  const ways: [string, () => Promise<string[]>][] = [
    ['for await', async () => await iterate((await make()) as AsyncIterable<Item>)],
    ["'data' events", async () => await listen(await make())],
    [
      'Readable.toWeb',
      async () => await iterate(Readable.toWeb(await make()) as unknown as AsyncIterable<Item>),
    ],
  ]
  const texts = expected.map(describeItem).join('; ')
  for (const [way, read] of ways) {
    mustEqual((await rig.bench.wait(read(), way)).join('; '), texts, `what ${way} gives`)
  }
}
