/**
 * Stands for launchd(8) in tests: a process of its own that starts and keeps real processes, and whose state outlives it.
 * Ends when it is told to, and when its folder is gone. Never ships.
 */
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { answerLaunchctl } from './answer-launchctl.ts';
import { socketOf, type LaunchdReply, type LaunchdRequest } from './ask-launchd.ts';
import { LaunchdModel } from './launchd-model.ts';
import type { LaunchdState } from './launchd-state.ts';
import { RealProcesses } from './real-processes.ts';

const folder = process.argv[2]!;
const stateFile = join(folder, 'state.json');
const ownerFile = join(folder, 'launchd.pid');
const LOOK_MS = 100;

if (!becomeTheOne()) process.exit(0);

const processes = new RealProcesses((pid, exit) => {
  model.ended(pid, exit);
  settle();
});
const model = new LaunchdModel(JSON.parse(readFileSync(stateFile, 'utf8')) as LaunchdState, {
  now: () => Date.now(),
  start: (job) => processes.start(job),
  signal: (pid, signal) => processes.signal(pid, signal),
});
for (const { pid } of model.state.services) if (pid !== undefined) processes.adopt(pid);

let timer: NodeJS.Timeout | undefined;

/** Keeps what is known, and wakes when something is due. */
function settle(): void {
  if (!existsSync(folder)) return;
  writeFileSync(`${stateFile}.new`, JSON.stringify(model.state));
  renameSync(`${stateFile}.new`, stateFile);
  clearTimeout(timer);
  const next = model.nextTick();
  if (next === undefined) return;
  timer = setTimeout(
    () => {
      model.tick();
      settle();
    },
    Math.max(0, next - Date.now()),
  );
}

/** Only one of those that were started at once goes on. */
function becomeTheOne(): boolean {
  for (;;) {
    try {
      writeFileSync(ownerFile, String(process.pid), { flag: 'wx' });
      rmSync(socketOf(folder), { force: true });
      return true;
    } catch {
      if (!existsSync(folder)) return false;
      try {
        process.kill(Number(readFileSync(ownerFile, 'utf8')), 0);
        return false;
      } catch {
        rmSync(ownerFile, { force: true });
      }
    }
  }
}

function end(): void {
  for (const { pid } of model.state.services) if (pid !== undefined) processes.signal(pid, 'SIGKILL');
  processes.killAll();
  rmSync(ownerFile, { force: true });
  process.exit(0);
}

function reply(request: LaunchdRequest): { answer: LaunchdReply; delayMs: number } {
  const done = { code: 0, out: '', err: '' };
  model.tick();
  let delayMs = 0;
  let answer: LaunchdReply = done;
  if ('args' in request) ({ delayMs, ...answer } = answerLaunchctl(model, request.args));
  else if ('set' in request) Object.assign(model.state, request.set);
  else if ('fault' in request) model.state.faults.push(request.fault);
  else if ('clear' in request) model.state.faults = [];
  else if ('reboot' in request) model.reboot();
  else answer = { ...done, state: model.state };
  settle();
  return { answer, delayMs };
}

function plainly({ code, out, err }: LaunchdReply): string {
  return `${code} ${Buffer.byteLength(out)}\n${out}${err}`;
}

const server = createServer({ allowHalfOpen: true }, (socket) => {
  let text = '';
  socket.setEncoding('utf8');
  // A caller that was killed while it waited.
  socket.on('error', () => undefined);
  socket.on('data', (part: string) => {
    text += part;
    if (!text.endsWith('\n')) return;
    const request = JSON.parse(text) as LaunchdRequest;
    const { answer, delayMs } = reply(request);
    setTimeout(() => {
      socket.end('plain' in request ? plainly(answer) : JSON.stringify(answer), () => {
        if ('stop' in request) end();
      });
    }, delayMs);
  });
});
server.listen(socketOf(folder));
setInterval(() => {
  if (!existsSync(folder)) end();
}, LOOK_MS);
process.on('SIGTERM', end);
settle();
