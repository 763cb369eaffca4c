/** Processes of runs that are over: found by the mark that every process of a run carries. */
import { readdir, readFile } from 'node:fs/promises';
import { MARK_NAME, runMark } from '../../runs/processes/run-mark.ts';
import { fine, type Check, type Patient } from '../check.ts';

interface Marked {
  readonly pid: number;
  readonly run: number;
  readonly command: string;
}

export const processesCheck: Check = {
  id: 'processes',
  title: 'Processes',
  async examine(patient) {
    const report = await patient.ledger().catch(() => undefined);
    if (report === undefined) return fine('no runs yet');
    const active = new Set(report.active);
    const marked = await markedProcesses(patient);
    const orphans = marked.filter(({ run }) => !active.has(run));
    if (orphans.length === 0) return fine(`${marked.length} of runs that go`);
    return {
      note: `${orphans.length} of runs that are over`,
      findings: orphans.map(({ pid, run, command }) => ({
        subject: `pid ${pid}`,
        severity: 'warning',
        message: `process ${pid} was started by run #${run}, which is over`,
        evidence: [command],
        remedy: 'end it, if nothing of it is wanted any more',
        command: `kill ${pid}`,
      })),
    };
  },
};

async function markedProcesses(patient: Patient): Promise<Marked[]> {
  // `LUKA_MARK=<home>.<run>`: the part up to the dot is the same for all runs of a home.
  const start = runMark(patient.layout.root, 0).text.replace(/0$/, '');
  return patient.platform === 'linux' ? fromProc(start) : fromPs(patient, start);
}

async function fromProc(start: string): Promise<Marked[]> {
  const found: Marked[] = [];
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    // Another user's, or gone.
    const environment = await readFile(`/proc/${name}/environ`, 'latin1').catch(() => '');
    const mark = environment.split('\0').find((variable) => variable.startsWith(start));
    if (mark === undefined) continue;
    const command = await readFile(`/proc/${name}/cmdline`, 'utf8').catch(() => '');
    found.push({
      pid: Number(name),
      run: Number(mark.slice(start.length)),
      command: command.split('\0').join(' ').trim().slice(0, 200),
    });
  }
  return found;
}

/** macOS shows the environment of one's own processes with -E (ps(1)). */
async function fromPs({ run }: Patient, start: string): Promise<Marked[]> {
  const said = await run('ps', ['-A', '-E', '-ww', '-o', 'pid=,command=']);
  return said.split('\n').flatMap((line) => {
    const at = line.indexOf(` ${start}`);
    if (at < 0) return [];
    const [pid = '', ...words] = line.trim().split(/\s+/);
    const run = Number(/^\d+/.exec(line.slice(at + 1 + start.length))?.[0] ?? Number.NaN);
    const command = words.join(' ').split(` ${MARK_NAME}=`, 1)[0]!;
    return Number.isNaN(run) ? [] : [{ pid: Number(pid), run, command: command.slice(0, 200) }];
  });
}
