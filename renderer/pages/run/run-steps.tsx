/** The steps of an attempt: what was started, exactly, and how each ended. */
import type { Attempt, Run, StepRun } from '#shared/nouns/run.ts';
import { Took } from '../../ui/clock.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Section } from '../../ui/page.tsx';
import { Path } from '../../ui/path.tsx';
import { StateIcon } from '../../ui/state-icon.tsx';
import { capital, exitWords, stateLabel } from '../../words/run-state.ts';
import { commandLine } from '../tasks/step-words.ts';

/** @param attempt the one whose log is shown */
export function RunSteps({ run, attempt }: { run: Run; attempt: Attempt | undefined }) {
  if (!attempt) return null;
  if (run.attempts.length === 1) {
    return (
      <Section id="steps" title="Steps">
        <StepList attempt={attempt} labelledBy="steps" />
      </Section>
    );
  }
  const id = `attempt-${attempt.number}`;
  return (
    <Section
      id={id}
      title={`Attempt ${attempt.number}`}
      aside={
        <span className="text-sm text-ink-3">
          {stateLabel(attempt.state)} <Took of={attempt} />
        </span>
      }
    >
      {attempt.message === undefined ? null : (
        <p className="mb-2 text-sm break-words text-ink-2">{capital(attempt.message)}</p>
      )}
      <StepList attempt={attempt} labelledBy={id} />
    </Section>
  );
}

function StepList({ attempt, labelledBy }: { attempt: Attempt; labelledBy: string }) {
  return (
    <ol aria-labelledby={labelledBy} className="flex flex-col gap-3.5">
      {attempt.steps.map((step) => (
        <StepItem key={step.index} step={step} />
      ))}
    </ol>
  );
}

function StepItem({ step }: { step: StepRun }) {
  const line = commandLine(step.command);
  const { shell, script } = shellScript(step.command);
  const ending = endingWords(step);
  const bad = step.state === 'failed' || step.state === 'timed_out' || step.state === 'interrupted';
  return (
    <li>
      <div className="flex items-center gap-2">
        <StateIcon state={step.state} size={13} label />
        <p className="min-w-0 grow truncate font-medium" title={step.name}>
          {step.name}
          {step.optional ? <span className="ml-1.5 text-sm font-normal text-ink-3">optional</span> : null}
        </p>
        <Took of={step} className="shrink-0 text-sm text-ink-2" />
      </div>
      <div className="mt-1 ml-[21px]">
        {line === '' ? null : (
          <div className="relative">
            <pre
              // The keyboard scrolls it.
              // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
              tabIndex={0}
              className="code-box max-h-[140px] overflow-y-auto pr-8"
            >
              {script ?? line}
            </pre>
            <CopyButton
              text={() => line}
              label={`Copy the command of ${step.name}`}
              className="btn btn-plain btn-icon absolute top-px right-px"
            />
          </div>
        )}
        {ending === undefined ? null : (
          <p className={`mt-1 text-sm break-words ${bad ? 'text-failed' : 'text-ink-3'}`}>{ending}</p>
        )}
        {shell !== undefined || step.cwd !== undefined ? (
          <p className="mt-0.5 text-xs break-words text-ink-3">
            {shell === undefined ? null : <code>{shell} </code>}
            {step.cwd === undefined ? null : (
              <>
                in <Path path={step.cwd} />
              </>
            )}
          </p>
        ) : null}
        {Object.entries(step.outputs ?? {}).map(([name, value]) => (
          <p key={name} className="mt-0.5 text-xs [overflow-wrap:anywhere] text-ink-3">
            <code>
              {name}={value}
            </code>
          </p>
        ))}
      </div>
    </li>
  );
}

/** A shell's own script reads better unquoted, with the shell named beneath it. */
function shellScript(command: readonly string[]): { shell?: string; script?: string } {
  const [shell, flag, script] = command;
  return command.length === 3 && flag === '-c' && shell !== undefined && script !== undefined
    ? { shell: `${shell} -c`, script: script.trimEnd() }
    : {};
}

/** How a step ended, once: its message mostly says the exit code already. */
function endingWords(step: StepRun): string | undefined {
  const exit = exitWords(step);
  const { message } = step;
  if (message === undefined) return exit && capital(exit);
  const said = exit === undefined || message.includes(exit) || message.includes(step.signal ?? exit);
  return capital(said ? message : `${exit}: ${message}`);
}
