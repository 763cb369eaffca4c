/** How a unit ended, in words. systemd has codes of its own for what failed before the program began: systemd.exec(5). */
import { constants } from 'node:os';
import type { AgentExit } from '#shared/nouns/agent.ts';
import { explainExitCode } from '../launchd/launchctl/exit-codes.ts';
import type { UnitSummary } from './list-units.ts';

const CODES: Readonly<Record<number, string>> = {
  78: 'EX_CONFIG: its own configuration is wrong',
  200: 'CHDIR: its working folder is missing, or it may not enter it',
  201: 'NICE: its priority could not be set',
  203: 'EXEC: its program is not there, or cannot be run',
  208: 'STDIN: what it reads from could not be opened',
  209: 'STDOUT: the file of its output could not be opened',
  216: 'GROUP: there is no such group',
  217: 'USER: there is no such user',
  218: 'CAPABILITIES: it may not have the rights that its unit asks for',
  226: 'NAMESPACE: its sandbox could not be made, mostly for a path that is missing',
};

export function unitExit(exit: NonNullable<UnitSummary['exit']>): AgentExit {
  if ('code' in exit) return { code: exit.code, meaning: CODES[exit.code] ?? explainExitCode(exit.code) };
  const name = Object.entries(constants.signals).find(([, number]) => number === exit.signal)?.[0];
  return {
    signal: name ?? `signal ${exit.signal}`,
    meaning:
      name === 'SIGTERM' ? 'it was asked to end, mostly by systemd itself' : 'it was ended by this signal',
  };
}
