import { Readable, Writable } from 'node:stream'
import { type Item, isPatchcordError } from '@patchcord/core'
import { connect } from '../../streams/connect.js'
import { boobyTrap } from '../booby-trap.js'
import type { Rule } from '../contract-case.js'
import { mustEqual, mustHold } from '../breach.js'
import { isCausedBy } from '../port-rules/errors-surface.js'
import { feedCount, feedFormat, otherFormat } from '../processor-rules/processor-rig.js'
import type { SinkRig } from './sink-rig.js'

/** The protected part of a sink that a rule has to reach. */
interface Inside {
  writeItem(item: Item): unknown
}

/** What holds for the flow into a sink. */
export const sinkFlowRules: readonly Rule<SinkRig>[] = [
  {
    rule: 'back-pressure',
    name: 'takes the next item only when it is done with the last',
    check: async (rig) => {
      const { port, feed, start } = await rig.hookUp()
      const inside = port as unknown as Inside
      const write = inside.writeItem
      let [busy, most] = [0, 0]
      inside.writeItem = async (item): Promise<void> => {
        most = Math.max(most, ++busy)
        await rig.bench.clock.sleep(100)
        await write.call(port, item)
        busy--
      }
      const end = start()
      await rig.bench.idle(150)
      const ahead = feed.stats().itemsOut
      await rig.bench.wait(end, 'a sink that takes its time')
      mustEqual(most, 1, 'items that were written at the same time')
      mustHold(ahead <= 6, `${ahead} items were taken while the second was being written`)
    },
  },
  {
    rule: 'finish',
    name: 'is finished once, after the last item, before it closes',
    check: async (rig) => {
      const { port, spy } = await rig.run()
      await port.close()
      mustEqual(spy.count('finish'), 1, 'calls of finish()')
      mustEqual(spy.count('writeItem'), feedCount, 'calls of writeItem()')
      mustHold(
        spy.log.indexOf('finish') > spy.log.lastIndexOf('writeItem'),
        'finish() was called before the last item was written',
      )
      mustHold(
        spy.log.indexOf('finish') < spy.log.indexOf('teardown'),
        'finish() was called after teardown()',
      )
    },
  },
  {
    rule: 'tail-loss',
    name: 'sees that the end of the stream was lost',
    check: async (rig) => {
      const lossy = await rig.run({ losesTail: true })
      mustEqual(lossy.port.tailDiscontinuity, true, 'tailDiscontinuity after a loss at the end')
      const whole = await rig.run()
      mustEqual(whole.port.tailDiscontinuity, false, 'tailDiscontinuity of a whole stream')
    },
  },
  {
    rule: 'quiet-after-end',
    name: 'writes nothing after close()',
    check: async (rig) => {
      const { port, spy, feed } = await rig.hookUp()
      port.on('error', () => undefined)
      spy.beforeEach('writeItem', () => {
        if (spy.count('writeItem') === 2) void port.close()
      })
      feed.pipe(port)
      await rig.bench.idle(1000)
      for (const item of rig.feed(1, rig.bench.pool)) port.write(item)
      await rig.bench.idle(60_000)
      mustEqual(spy.count('writeItem'), 2, 'items that were written, of two before close()')
      mustEqual(spy.count('finish'), 0, 'calls of finish() of a stream that was cut')
    },
  },
  {
    rule: 'single-use',
    name: 'refuses to be used a second time',
    check: async (rig) => {
      const { port } = await rig.run()
      const again = await rig.hookUp()
      port.on('error', () => undefined)
      // By `pipe`: newer versions of Node's `pipeline` refuse what is closed before it is asked.
      const failure = await rig.bench.failureOf(
        (async () => again.feed.pipe(port))(),
        'a second stream into one sink',
      )
      mustHold(
        isPatchcordError(failure, 'already-used'),
        'a second stream into one sink is not refused with `already-used`',
        failure,
      )
    },
  },
  {
    rule: 'empty',
    name: 'is opened and finished when nothing comes',
    check: async (rig) => {
      const { port, spy } = await rig.run({ items: [] })
      await port.close()
      mustEqual(spy.log.join(' '), 'open finish teardown', 'the hooks that are called')
    },
  },
  {
    rule: 'format-change',
    name: 'takes a new format in mid-stream knowingly, or refuses it',
    check: async (rig) => {
      const { pool } = rig.bench
      function* changing(): Generator<Item> {
        yield* rig.feed(2, pool)
        yield* rig.feed(2, pool, { ...otherFormat, position: 960, firstItem: 2 })
      }
      const { port, spy, start } = await rig.hookUp({ items: changing() })
      port.on('error', () => undefined)
      const failure = await rig.bench.failureOf(start(), 'a stream that changes its format')
      if (failure !== undefined) {
        mustHold(
          isPatchcordError(failure, 'format-unsupported'),
          'a new format is not refused with `format-unsupported`',
          failure,
        )
        mustEqual(spy.count('writeItem'), 2, 'items written, of two in the first format')
        return
      }
      mustEqual(spy.count('changeFormat'), 1, 'calls of changeFormat()')
      mustEqual(
        spy.log.indexOf('changeFormat'),
        3,
        'items written before changeFormat(), and open()',
      )
    },
  },
  {
    rule: 'errors-surface',
    name: 'fails when it cannot read its input',
    check: async (rig) => {
      const [first, second] = [...rig.feed(2, rig.bench.pool)] as [Item, Item]
      let armed = false
      const trap = boobyTrap(second, () => armed)
      const { port, spy, start } = await rig.hookUp({ items: [first, second] })
      port.on('error', () => undefined)
      spy.beforeEach('writeItem', () => {
        armed = spy.count('writeItem') === 2
      })
      const failure = await rig.bench.failureOf(start(), 'a stream that failed')
      if (!trap.wentOff()) return
      mustHold(
        isCausedBy(failure, trap.error),
        'an error within writeItem() was swallowed',
        failure,
      )
    },
  },
  {
    rule: 'interop',
    name: 'takes the same from pipe, plain streams and as a Web Stream',
    check: async (rig) => {
      const { pool } = rig.bench
      const plain = await rig.hookUp()
      await rig.bench.wait(connect(Readable.from(rig.feed(feedCount, pool)), plain.port), 'a pipe')
      const web = await rig.hookUp()
      const items = Readable.toWeb(Readable.from(rig.feed(feedCount, pool)))
      await rig.bench.wait(items.pipeTo(Writable.toWeb(web.port)), 'Writable.toWeb')
      for (const { port } of [plain, web]) {
        mustEqual(port.stats().itemsIn, feedCount, 'stats().itemsIn')
        mustEqual(
          port.format?.sampleRate,
          feedFormat.sampleRate,
          'the sample rate it was opened with',
        )
      }
    },
  },
]
