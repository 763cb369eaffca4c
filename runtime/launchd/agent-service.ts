/** Agents as the API shows them: seen, judged and diagnosed. Changes are apart, in changes/. */
import { LukaError } from '#shared/errors/luka-error.ts';
import type {
  Agent,
  AgentDiagnosis,
  AgentFinding,
  AgentLogTail,
  AgentState,
  AgentSummary,
  LaunchdInfo,
} from '#shared/nouns/agent.ts';
import { isoAt, type Clock } from '../clock.ts';
import type { Journal } from '../systemd/journal.ts';
import { unitHash, type SurveyedUnit } from '../systemd/unit-survey.ts';
import { diagnose } from './doctor/diagnose.ts';
import { withFolders } from './lint/facts.ts';
import { lintPlist } from './lint/lint-plist.ts';
import type { MachineFacts } from './lint/facts.ts';
import { logsOf, readTail } from './scan/agent-log.ts';
import type { AgentSurveyor, Survey, SurveyedAgent } from './scan/agent-survey.ts';
import { maskPlist, maskPrint, unmaskPlist } from './scan/mask-secrets.ts';

export class AgentService {
  readonly #surveyor: AgentSurveyor;
  readonly #facts: MachineFacts;
  readonly #clock: Clock;
  readonly #journal: Journal | undefined;

  /** @param options.journal what units of systemd wrote */
  constructor(options: {
    surveyor: AgentSurveyor;
    facts: MachineFacts;
    clock: Clock;
    journal?: Journal | undefined;
  }) {
    this.#surveyor = options.surveyor;
    this.#facts = options.facts;
    this.#clock = options.clock;
    this.#journal = options.journal;
  }

  async list(state?: AgentState): Promise<{ launchd: LaunchdInfo; agents: AgentSummary[] }> {
    const { launchd, agents, units } = await this.#surveyor.survey();
    const all = [...units, ...agents].map(({ summary }) => summary);
    return { launchd, agents: state === undefined ? all : all.filter((agent) => agent.state === state) };
  }

  /** @param agent its id, its label, or the path of its plist. @throws LukaError agent_unknown */
  async get(agent: string): Promise<Agent> {
    const survey = await this.#surveyor.survey();
    const unit = survey.units.find(({ summary }) => summary.id === agent);
    if (unit) return unitAgent(unit);
    const { file, summary, registry, since } = named(survey, agent);
    return {
      ...summary,
      findings: [...file.findings],
      text: maskPlist(file.text),
      format: file.format,
      hash: file.hash,
      logs: await logsOf(file),
      ...(since === undefined ? {} : { since }),
      ...(registry.kind === 'loaded' ? { registry: maskPrint(registry.text, file.text) } : {}),
    };
  }

  /** @throws LukaError agent_unknown, agent_log_missing */
  async log(agent: string, stream: 'out' | 'err'): Promise<AgentLogTail> {
    const survey = await this.#surveyor.survey();
    const unit = survey.units.find(({ summary }) => summary.id === agent);
    if (unit === undefined || this.#journal === undefined) return readTail(stream, named(survey, agent).file);
    const text = await this.#journal(unit.unit.name);
    return {
      file: `journal of ${unit.unit.name}`,
      text,
      bytes: Buffer.byteLength(text),
      changedAt: isoAt(this.#clock.now()),
    };
  }

  /** What is wrong, the worst first. */
  async doctor(): Promise<{ launchd: LaunchdInfo; healthy: number; diagnoses: AgentDiagnosis[] }> {
    const survey = await this.#surveyor.survey();
    const diagnoses = diagnose([
      ...survey.agents.map(({ file, summary, since }) => ({
        agent: summary,
        findings: file.findings,
        since,
        keptAlive: file.keptAlive,
      })),
      ...survey.units.map(({ findings, summary, since, keptAlive }) => ({
        agent: summary,
        findings,
        since,
        keptAlive,
      })),
    ]);
    return { launchd: survey.launchd, healthy: healthyOf(survey), diagnoses };
  }

  /** Of a text that was not saved. @param file the plist that it is to replace @param folders to be made before */
  async lint(text: string, file?: string, folders: readonly string[] = []): Promise<AgentFinding[]> {
    const before =
      file === undefined
        ? undefined
        : (await this.#surveyor.survey()).agents.find((each) => each.file.file === file);
    const whole = before === undefined ? text : unmaskPlist(text, before.file.text);
    return lintPlist(Buffer.from(whole), file, withFolders(this.#facts, folders));
  }

  /** What launchd knows of it may have changed. */
  forget(label: string): void {
    this.#surveyor.forget(label);
  }

  /** @throws LukaError agent_unknown */
  async find(agent: string): Promise<SurveyedAgent> {
    return named(await this.#surveyor.survey(), agent);
  }

  /** Whether systemd is in launchd's place, and answers. */
  async isSystemd(): Promise<boolean> {
    return (await this.#surveyor.survey()).launchd.systemd;
  }

  /** @returns undefined where it is no unit of systemd */
  async unit(agent: string): Promise<SurveyedUnit | undefined> {
    const { units } = await this.#surveyor.survey();
    return units.find(({ summary }) => summary.id === agent);
  }
}

/** @throws LukaError agent_unknown */
function named({ agents }: Survey, agent: string): SurveyedAgent {
  const found =
    agents.find(({ file }) => file.id === agent || file.file === agent) ??
    // Of several with one label, the one that launchd goes by.
    agents.filter(({ file }) => file.label === agent).toSorted((a, b) => apart(a) - apart(b))[0];
  if (found === undefined) throw new LukaError('agent_unknown', { message: `there is no agent ${agent}` });
  return found;
}

function unitAgent({ unit, summary, findings, text, since }: Survey['units'][number]): Agent {
  return {
    ...summary,
    findings: [...findings],
    text,
    format: 'unit',
    hash: unitHash(text),
    logs: unit.kind === 'service' ? [{ stream: 'out', file: `journal of ${unit.name}` }] : [],
    ...(since === undefined ? {} : { since }),
  };
}

function healthyOf({ agents, units }: Survey): number {
  return [...agents, ...units].filter(
    ({ summary }) => (summary.state === 'running' || summary.state === 'idle') && summary.errors === 0,
  ).length;
}

/** How far it is from being the one of its label that launchd has. */
function apart({ file, summary }: SurveyedAgent): number {
  return Number(summary.state === 'duplicate') + (file.sample || file.scope === 'folder' ? 2 : 0);
}
