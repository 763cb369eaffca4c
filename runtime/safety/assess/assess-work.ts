/**
 * The assessment: from exactly what will run to reasons with points. Nothing is looked up by the text of a command line;
 * everything is parsed, followed into what it runs, and judged by what that does. Pure but for the reader of scripts.
 */
import type { RiskReason } from '#shared/nouns/gate.ts';
import type { Work, WorkStep } from '../work.ts';
import { hostOfUrl } from './effects/files.ts';
import { readForeign } from './foreign/read-foreign.ts';
import { Inspector, type CodeReader, type PolicyCommands } from './inspector.ts';
import { readJavaScript } from './javascript/read-javascript.ts';
import { mergeReasons } from './merge-reasons.ts';
import type { Assessment, ScriptReader } from './ports.ts';
import { readFiles } from './read-files.ts';
import { RULES } from './rules/index.ts';
import { look } from './rules/environment-loader.ts';
import { Session } from './session.ts';
import { startSpot, type Spot } from './shell/walk.ts';
import { touchesOf } from './touches-of.ts';
import { OTHER_SHELLS } from './unwrap/shells.ts';
import { templateWord, textWord, type Word } from './word.ts';

const readCode: CodeReader = (language, code, context) => {
  if (language === 'javascript') readJavaScript(code, context);
  else readForeign(language, code, context);
};

/**
 * @param read gives the text of scripts that the work calls
 * @param policy the commands that the policy names
 */
export async function assessWork(
  work: Work,
  read: ScriptReader,
  policy: PolicyCommands = {},
): Promise<Assessment> {
  const session = new Session(work);
  const inspector = new Inspector(session, readCode, policy);
  work.steps.forEach((step, index) => inspectStep(step, index, session, inspector));
  // Checks run after the steps, and are none of them.
  for (const check of work.checks) inspectStep(check, undefined, session, inspector);
  const files = await readFiles(session, inspector, read);
  const scene = { work, commands: session.commands, policy };
  const notes = [...session.notes, ...RULES.flatMap((rule) => Array.from(rule(scene)))];
  const reasons: readonly RiskReason[] = mergeReasons(notes);
  return {
    reasons,
    touches: touchesOf(
      session.commands,
      files.map(({ path }) => path),
    ),
    files,
  };
}

function inspectStep(
  step: WorkStep,
  index: number | undefined,
  session: Session,
  inspector: Inspector,
): void {
  const { action } = step;
  const spot = { ...startSpot(index), line: session.nextLine() };
  const scope = inspector.scopeOf(step.env, templateWord(step.cwd.text, step.cwd.known));
  const evidence = step.name;
  for (const [name, value] of Object.entries(step.env))
    for (const remark of look(name, value === undefined ? templateWord('', false) : textWord(value)))
      session.notes.push({ ...remark, step: index, evidence });
  session.attempt(spot, evidence, () => {
    switch (action.kind) {
      case 'shell': {
        const name = action.shell.split('/').at(-1)!;
        if (OTHER_SHELLS.has(name))
          session.unparsed(`${name} speaks a language that is not understood here`, spot, action.script);
        inspector.shell.text(action.script, scope, spot);
        inspector.shell.finish();
        return;
      }
      case 'argv':
        inspector.visit(
          {
            words: action.argv.map(toWord),
            assigns: [],
            redirects: [],
            evidence: action.argv.map(({ text }) => text).join(' '),
          },
          scope,
          spot,
        );
        inspector.shell.finish();
        return;
      case 'code':
        inspector.code('javascript', textWord(action.code), scope, spot, action.code);
        inspector.shell.finish();
        return;
      case 'file':
        inspector.file(
          toWord(action.file),
          'javascript',
          action.args.map(toWord),
          scope,
          spot,
          action.file.text,
        );
        return;
      case 'http':
        request(action, scope.cwd[0]!, session, spot);
    }
  });
}

const toWord = ({ text, known }: { readonly text: string; readonly known: boolean }): Word =>
  templateWord(text, known);

function request(
  action: Extract<WorkStep['action'], { kind: 'http' }>,
  cwd: Word,
  session: Session,
  spot: Spot,
): void {
  const url = toWord(action.url);
  const host = hostOfUrl(url);
  session.commands.push({
    name: 'http.request',
    words: [textWord('http.request'), textWord(action.method), url],
    redirects: [],
    assigns: [],
    cwd,
    stdin: spot.stdin,
    line: session.nextLine(),
    via: [],
    step: spot.step,
    evidence: `${action.method} ${url.text}`,
    effects: [{ kind: 'connect', host, sends: action.sends }],
    allowed: false,
  });
}
