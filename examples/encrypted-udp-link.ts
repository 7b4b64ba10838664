/**
 * Two processes that share a passphrase, and a voice link between them over UDP.
 *
 * The receiver binds a port and says, to everybody who wants to hear it, the port and the salt of
 * its key. Sender and receiver make the same key of the passphrase and the salt; the packets carry
 * all else, encrypted and authenticated: codec, format, position. The sender's end arrives as a
 * packet too, so the receiver knows that nobody has cut the link.
 *
 * On the way somebody sends packets once more, and garbage: the receiver refuses both and goes on.
 */
import assert from 'node:assert/strict'
import { type ChildProcess, fork } from 'node:child_process'
import { type Socket, createSocket } from 'node:dgram'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import {
  type AudioFormat,
  type Packet,
  PushSource,
  pcmDecoder,
  pcmEncoder,
  pipeline,
  reorder,
  sink,
} from '@patchcord/core'
import {
  type PassphraseKey,
  keyFromPassphrase,
  sframeDecrypt,
  sframeEncrypt,
  sframePacket,
} from '@patchcord/crypto'
import { nullSink, sine } from '@patchcord/testkit'

/** What the receiver tells openly: there is no secret in it. */
interface Invitation {
  readonly port: number
  readonly parameters: PassphraseKey['parameters']
}

interface Task {
  readonly passphrase: string
  readonly invitation?: Invitation
}

const format: AudioFormat = { sampleRate: 16_000, channelCount: 1 }
const host = '127.0.0.1'

/** Gives the packets that a socket receives. */
class UdpSource extends PushSource<Packet> {
  constructor(private readonly socket: Socket) {
    super({ capacityItems: 256 })
  }
  protected open(): AudioFormat {
    // Until the first packet has been opened: then the sender's own counts.
    this.socket.on('message', (bytes) => void this.deliverItem(sframePacket(bytes, format)))
    return format
  }
}

if (process.send === undefined) await introduce()
else {
  const [task] = (await once(process, 'message')) as [Task]
  if (task.invitation === undefined) await receive(task.passphrase)
  else await send(task.passphrase, task.invitation)
  process.disconnect?.()
}

/** Starts both, and brings the receiver's invitation to the sender. */
async function introduce(): Promise<void> {
  const passphrase = 'correct horse battery staple and two more words'
  const rx = start({ passphrase })
  const [invitation] = (await once(rx, 'message')) as [Invitation]
  console.log(`the receiver listens, and its salt is ${invitation.parameters}`)
  const tx = start({ passphrase, invitation })
  const [codes] = await Promise.all([
    Promise.all([once(rx, 'exit'), once(tx, 'exit')]),
    once(rx, 'message').then(([line]) => console.log(line)),
  ])
  assert.deepEqual(
    codes.map(([code]) => code as number),
    [0, 0],
  )
}

/** A process of its own; the passphrase goes to it unseen, not by its arguments. */
function start(task: Task): ChildProcess {
  const child = fork(fileURLToPath(import.meta.url))
  child.send(task)
  return child
}

async function receive(passphrase: string): Promise<void> {
  const { key, parameters } = await keyFromPassphrase(passphrase)
  const socket = createSocket('udp4').bind(0, host)
  await once(socket, 'listening')
  const decryptor = sframeDecrypt({ key, sender: 'ada' })
  const decoded = nullSink()
  const run = pipeline(new UdpSource(socket), decryptor, reorder(), pcmDecoder(), decoded)
  run.on('started', () => process.send?.({ port: socket.address().port, parameters }))
  await run.finished
  socket.close()
  const { delivered, lost, replay, syntax } = decryptor.stats()
  process.send?.(
    `heard ${decoded.frames / format.sampleRate} s of the sender; refused ${replay} replayed packets and ${syntax} of garbage; the link was ${decryptor.ending}`,
  )
  assert.equal(delivered + lost, 50)
  assert.equal(decryptor.ending, 'ended')
  assert.ok(replay > 0 && syntax > 0)
}

async function send(passphrase: string, { port, parameters }: Invitation): Promise<void> {
  const { key } = await keyFromPassphrase(passphrase, { parameters })
  const socket = createSocket('udp4')
  socket.connect(port, host)
  await once(socket, 'connect')
  let count = 0
  const wire = sink(
    async ({ bytes }: Packet) => {
      await transmit(socket, bytes)
      // Somebody on the way:
      if (count++ % 10 === 5) await transmit(socket, bytes)
      if (count % 10 === 7) await transmit(socket, Buffer.from('garbage'))
    },
    { accepts: 'packet' },
  )
  const microphone = sine({ ...format, durationMs: 1000, framesPerBuffer: 320, realtime: true })
  await pipeline(microphone, pcmEncoder(), sframeEncrypt({ key, sender: 'ada' }), wire).finished
  socket.close()
}

function transmit(socket: Socket, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.send(bytes, (error) => (error === null ? resolve() : reject(error)))
  })
}
