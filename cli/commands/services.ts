import type { Command } from 'commander';
import { isDown, type ServiceState, type ServiceStatus } from '#shared/nouns/service.ts';
import type { CliContext } from '../context.ts';
import { formatClock, formatMoment } from '../moments.ts';
import { openSession, type Session } from '../session.ts';
import { formatTable, safeText } from '../table.ts';
import type { Style, Terminal } from '../terminal.ts';

export function define(command: Command, context: CliContext): void {
  command
    .addHelpText(
      'after',
      '\nA task with a "service:" section is kept running. Ends with 1 while one of them is down.\n' +
        '\nExamples:\n  luka services\n  luka services --json | jq ".services[] | {task, state}"',
    )
    .action(async () => {
      const anyDown = await showServices(await openSession(context));
      if (anyDown) context.exitWith(1);
    });
}

/** @returns whether one of them is down */
export async function showServices({ client, terminal, json, now }: Session): Promise<boolean> {
  const answer = await client.listServices();
  const anyDown = answer.services.some(({ state }) => isDown(state));
  if (json) {
    await terminal.json(answer);
    return anyDown;
  }
  if (answer.services.length === 0) {
    await terminal.note('there are no services; a task becomes one by a "service:" section in its file');
    return false;
  }
  const rows = answer.services.map((service) => [
    safeText(service.task),
    serviceText(terminal, service.state),
    formatClock(service.since, now),
    service.run === undefined ? '-' : `#${service.run}`,
    String(service.failures),
    formatMoment(service.nextStart, now),
    safeText(service.message ?? ''),
  ]);
  const options = { width: terminal.width, heading: (text: string) => terminal.style('bold', text) };
  for (const line of formatTable(['SERVICE', 'STATE', 'SINCE', 'RUN', 'ENDS', 'NEXT', 'WHY'], rows, options))
    await terminal.print(line);
  return anyDown;
}

export function serviceText(terminal: Terminal, state: ServiceState): string {
  return terminal.style(styleOf(state), state.replace('_', ' '));
}

function styleOf(state: ServiceState): Style {
  if (isDown(state)) return 'red';
  if (state === 'healthy') return 'green';
  return state === 'stopped' || state === 'disabled' ? 'dim' : 'yellow';
}

/** `web is starting: its health check has not passed yet` */
export function serviceSentence(terminal: Terminal, { task, state, message }: ServiceStatus): string {
  const why = message === undefined ? '' : `: ${safeText(message)}`;
  return `${safeText(task)} is ${serviceText(terminal, state)}${why}`;
}
