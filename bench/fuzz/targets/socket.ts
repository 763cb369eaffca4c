/** The control socket: whatever arrives, only real questions are answered, only a real `down` is one, and Luka stays. */
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { CONTROL_REPLY, CONTROL_REQUEST, ControlReply, ControlRequest } from '#shared/control/messages.ts';
import { ControlBench } from '#runtime/control/control-bench.ts';
import { socketPath } from '#runtime/control/control-root.ts';
import type { Random } from '../../chaos/random.ts';
import { BITES, mutateBytes, mutateText } from '../mutate.ts';
import type { FuzzTarget } from '../target.ts';

/** How long nothing more has to come for an input to be over, ms. */
const QUIET_MS = 4;
const CHECK_EVERY = 500;

const TYPES = [
  CONTROL_REQUEST,
  CONTROL_REQUEST,
  CONTROL_REQUEST,
  CONTROL_REPLY,
  'connect',
  'error',
  'luka',
  ...BITES,
] as const;
const VERBS = ['hello', 'link', 'down', 'reboot', ...BITES] as const;

function frame(random: Random): string {
  const id = random.pick(['1', 'x'.repeat(64), 'x'.repeat(65), 7, null, ['1'], ...BITES]);
  const data = {
    id,
    verb: random.pick(VERBS),
    ...(random.chance(0.2) ? { cancelRuns: random.pick([true, 'yes', 1]) } : {}),
  };
  const text = JSON.stringify({
    type: random.pick(TYPES),
    data: random.chance(0.9) ? data : random.pick([null, 1, [], 'x']),
  });
  const bitten = random.chance(0.2)
    ? text.replace(
        '"verb"',
        () => `${JSON.stringify(random.pick(BITES))}:${random.chance(0.5) ? '{"a":1}' : '1'},"verb"`,
      )
    : text;
  return bitten + random.pick(['\f', '\f', '\f', '\f\f', '', '\n']);
}

function make(random: Random): Buffer {
  const text = Array.from({ length: 1 + random.below(random.chance(0.05) ? 60 : 3) }, () =>
    frame(random),
  ).join('');
  const spoiled = random.chance(0.6) ? mutateText(random, text) : text;
  const bytes = Buffer.from(spoiled);
  return random.chance(0.3) ? mutateBytes(random, bytes) : bytes;
}

let bench: ControlBench;
let path: string;
let downs = 0;
/** How often an input really asked for the end. */
let asked = 0;
let count = 0;

export const target: FuzzTarget = {
  name: 'socket',
  atOnce: 16,
  make,
  async start() {
    bench = await ControlBench.create();
    path = socketPath((await bench.start({ down: () => (downs += 1) })).root);
  },
  async run(input) {
    const bytes = input as Buffer;
    asked += downsIn(bytes.toString('utf8'));
    const heard = await say(bytes);
    for (const answer of heard.split('\f').filter((part) => part !== '')) {
      const { type, data } = JSON.parse(answer) as { type: unknown; data: unknown };
      assert.equal(type, CONTROL_REPLY);
      const reply = ControlReply.parse(data);
      assert.ok(reply.ok || reply.error.code !== 'internal', 'a bug');
    }
    assert.ok(downs <= asked, 'went down unasked');
    assert.deepEqual(Object.keys(Object.prototype), []);
    count += 1;
    if (count % CHECK_EVERY !== 0) return;
    const connection = await bench.open();
    assert.equal((await connection.hello()).pid, process.pid);
    connection.close();
    bench.cleanups.length = 0;
  },
  stop: () => bench.end(),
};

/** Sends all, and listens until it is closed or quiet. */
function say(bytes: Buffer): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(path);
    let heard = '';
    let quiet: NodeJS.Timeout | undefined;
    const rest = () => {
      clearTimeout(quiet);
      quiet = setTimeout(() => socket.destroy(), QUIET_MS);
    };
    socket.setEncoding('utf8');
    socket.on('connect', () => socket.write(bytes, rest));
    socket.on('data', (chunk: string) => {
      heard += chunk;
      rest();
    });
    socket.on('end', () => socket.destroy());
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearTimeout(quiet);
      // What was cut off when it was left is no answer.
      resolve(heard.slice(0, heard.lastIndexOf('\f') + 1));
    });
  });
}

function downsIn(text: string): number {
  return text.split('\f').filter((part) => {
    try {
      const { type, data } = JSON.parse(part) as { type: unknown; data: unknown };
      const question = ControlRequest.safeParse(data);
      return type === CONTROL_REQUEST && question.success && question.data.verb === 'down';
    } catch {
      return false;
    }
  }).length;
}
