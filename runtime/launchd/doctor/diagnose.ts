/**
 * What is wrong with the agents of a machine, the worst first: not eighty red lines, but what each of them breaks and
 * what mends it. Pure.
 */
import type { Agent, AgentDiagnosis, AgentFinding, AgentSummary } from '#shared/nouns/agent.ts';

export interface Patient {
  readonly agent: AgentSummary;
  readonly findings: readonly AgentFinding[];
  /** When Luka saw it in this state first, ISO 8601. */
  readonly since?: string | undefined;
  readonly keptAlive: boolean;
}

/** @returns those that somebody should look at; a healthy one is not among them */
export function diagnose(patients: readonly Patient[]): AgentDiagnosis[] {
  return patients
    .filter(isIll)
    .toSorted(
      (a, b) =>
        weightOf(b) - weightOf(a) || a.agent.label.localeCompare(b.agent.label, 'en', { numeric: true }),
    )
    .map((patient, at) => diagnosisOf(patient, at + 1));
}

function diagnosisOf(patient: Patient, rank: number): AgentDiagnosis {
  return {
    agent: patient.agent,
    rank,
    what: whatOf(patient),
    ...(patient.since === undefined ? {} : { since: patient.since }),
    breaks: breaksOf(patient),
    mend: mendOf(patient),
    fixable: patient.findings.filter(({ fix }) => fix !== undefined),
    findings: [...patient.findings],
  };
}

function isIll({ agent, findings }: Patient): boolean {
  switch (agent.state) {
    case 'failing':
    case 'ghost':
    case 'broken':
    case 'duplicate':
    case 'pended':
      return true;
    case 'disabled':
      return false;
    case 'not_loaded':
      // A sample beside the plists is no illness.
      return !agent.file.endsWith('.sample') && findings.some(isError);
    case 'running':
    case 'idle':
    case 'unknown':
      return findings.some(isError);
  }
}

function isError({ severity }: AgentFinding): boolean {
  return severity === 'error';
}

/** The person's own come before those of the machine, what used to run by itself before what is started by hand. */
function weightOf({ agent, keptAlive, findings }: Patient): number {
  const scheduled = agent.schedule.length > 0 && agent.schedule[0] !== 'on demand';
  return (
    STATE_WEIGHT[agent.state] * 100 +
    (agent.scope === 'user' || agent.scope === 'unit' ? 40 : 0) +
    (keptAlive ? 30 : scheduled ? 20 : 0) +
    Math.min(9, findings.filter(isError).length)
  );
}

const STATE_WEIGHT: Readonly<Record<Agent['state'], number>> = {
  failing: 9,
  pended: 8,
  broken: 7,
  ghost: 6,
  duplicate: 5,
  running: 4,
  idle: 4,
  not_loaded: 3,
  unknown: 2,
  disabled: 1,
};

function whatOf({ agent, findings }: Patient): string {
  switch (agent.state) {
    case 'failing': {
      // What the plist has wrong says more than what launchd made of it.
      const error = findings.find(isError);
      const { code, signal } = agent.lastExit ?? {};
      if (error === undefined || (code === undefined && signal === undefined)) return agent.reason;
      return `ended ${signal === undefined ? `with ${code}` : `by ${signal}`}: ${error.message}${seenIn(error)}`;
    }
    case 'ghost':
    case 'broken':
    case 'duplicate':
    case 'pended':
      return agent.reason;
    case 'running':
    case 'idle':
    case 'not_loaded':
    case 'disabled':
    case 'unknown':
      return findings.find(isError)?.message ?? agent.reason;
  }
}

function seenIn({ evidence }: AgentFinding): string {
  return evidence === undefined ? '' : ` (${evidence})`;
}

function breaksOf({ agent, keptAlive }: Patient): string {
  const keeper = agent.scope === 'unit' ? 'systemd' : 'launchd';
  const what = agent.schedule.join(', ');
  switch (agent.state) {
    case 'failing':
      return keptAlive
        ? `${keeper} starts it again and again, and it ends again and again`
        : `what it should do (${what}) does not get done`;
    case 'ghost':
      return keptAlive || what !== 'on demand'
        ? `${keeper} tries to start it (${what}) and cannot`
        : 'nothing: whoever asks for it gets nothing';
    case 'broken':
      return 'launchd does not load it: it never runs';
    case 'duplicate':
      return 'only one of the two is loaded; which is a matter of chance';
    case 'pended':
      return 'it is loaded and does not start';
    case 'running':
    case 'idle':
      return 'it goes on now, and may fail at its next start';
    case 'not_loaded':
      return 'it does not run';
    case 'disabled':
    case 'unknown':
      return 'cannot tell';
  }
}

function mendOf({ agent, findings }: Patient): string {
  const error = findings.find(isError);
  switch (agent.state) {
    case 'ghost':
      return agent.scope === 'unit'
        ? 'put its program back, point ExecStart at where it is now, or disable the unit'
        : 'put its program back, point the plist at where it is now, or remove the agent';
    case 'duplicate':
      return 'remove one of them, or give it another label';
    case 'pended':
      return 'log in at the screen of this machine, or `luka agents doctor` again in a minute';
    case 'failing':
      // What the plist says wrong explains a failure better than the code that launchd made of it.
      if (error !== undefined) return error.remedy;
      return 'see the end of its log';
    case 'broken':
    case 'running':
    case 'idle':
    case 'not_loaded':
    case 'disabled':
    case 'unknown':
      return error?.remedy ?? 'see its findings';
  }
}
