import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import { LukaError } from '#shared/errors/luka-error.ts';
import { openHome } from '#runtime/home/open-home.ts';
import { connect, type Connection } from '../connect.ts';
import type { CliContext } from '../context.ts';
import { followRun } from '../follow-run.ts';
import { placeOrder } from '../place-order.ts';
import { parseOrder, readOrderText } from '../read-order.ts';

interface Options {
  follow?: boolean;
  key?: string;
}

export function define(command: Command, context: CliContext): void {
  command
    .argument('<file>', 'a work order, JSON or YAML; - reads standard input')
    .option('-f, --follow', "watch its log, and end with the run's own exit code")
    .option('--key <text>', 'the same key makes one run, however often it is dropped')
    .addHelpText(
      'after',
      '\nWhere Luka is not running, the order waits in the inbox for the next start.\n' +
        '\nExamples:\n  luka drop nightly.yaml --follow\n  echo \'{"id":"hi","skill":"bash","cmd":"echo hi"}\' | luka drop -',
    )
    .action(async (file: string, options: Options) => {
      const text = await readOrderText(file);
      const connection = await connectIfRunning(context.home());
      if (connection === undefined) await place(context, { file, text, follow: options.follow === true });
      else await submit(context, connection, { file, text, options });
    });
}

async function connectIfRunning(home: string): Promise<Connection | undefined> {
  try {
    return await connect(home);
  } catch (error) {
    if (error instanceof LukaError && error.code === 'not_running') return undefined;
    throw error;
  }
}

async function place(
  context: CliContext,
  order: { file: string; text: string; follow: boolean },
): Promise<void> {
  if (order.follow)
    throw new LukaError('not_running', {
      message: 'Luka is not running, so there is nothing to follow',
      remedy: 'start it with `luka up`, or drop the order without --follow',
    });
  const placed = await placeOrder(await openHome(context.home()), order.text, order.file);
  if (context.json()) return context.terminal.json({ placed });
  await context.terminal.print(`placed as ${placed}`);
  await context.terminal.note('Luka is not running: the order is checked and taken at the next start');
}

async function submit(
  context: CliContext,
  { client }: Connection,
  { file, text, options }: { file: string; text: string; options: Options },
): Promise<void> {
  const { terminal } = context;
  const json = context.json();
  const receipt = await client.submitOrder({
    headers: { 'idempotency-key': options.key ?? randomUUID() },
    body: parseOrder(text, file),
  });
  if (json) await terminal.json(options.follow === true ? { type: 'order', order: receipt } : receipt);
  else {
    const line = receipt.created
      ? `order ${receipt.orderId} is run ${receipt.run}`
      : `order ${receipt.orderId} was dropped before, as run ${receipt.run}`;
    if (options.follow === true) await terminal.note(terminal.style('dim', line, 'err'));
    else await terminal.print(`${line}; watch it with: luka logs ${receipt.run} -f`);
    if (receipt.state === 'awaiting_approval' && receipt.approval !== undefined)
      await terminal.note(`it needs a yes first; look with: luka approve ${receipt.approval}`);
  }
  if (options.follow === true)
    context.exitWith(await followRun({ client, terminal, run: receipt.run, json, attempt: 1 }));
}
