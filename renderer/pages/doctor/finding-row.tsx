import { CircleAlert, Info, TriangleAlert, Wrench } from 'lucide-react';
import type { DoctorFinding } from '#shared/nouns/doctor.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Said } from '../../ui/said.tsx';
import { TONE_TEXT } from '../../ui/tone.ts';
import { plainLine } from '../../words/plain.ts';
import { capital } from '../../words/run-state.ts';

const ICONS = { error: CircleAlert, warning: TriangleAlert, info: Info } as const;
const TONES = { error: 'failed', warning: 'waiting', info: 'quiet' } as const;
/** So many lines of what was seen; the terminal has all of them. */
const SHOWN = 6;

export function FindingRow({
  finding,
  onMend,
}: {
  finding: DoctorFinding;
  onMend: (finding: DoctorFinding) => void;
}) {
  const { severity, message, evidence, remedy, command, mend } = finding;
  const Icon = ICONS[severity];
  const more = evidence.length - SHOWN;
  return (
    <li className="flex gap-2.5 py-2.5">
      <Icon size={14} className={`mt-[3px] shrink-0 ${TONE_TEXT[TONES[severity]]}`} aria-hidden />
      <div className="min-w-0 grow">
        <p className="font-medium break-words">
          <span className="sr-only">{severity}: </span>
          {capital(plainLine(message))}.
        </p>
        <p className="break-words text-ink-2">
          <Said text={`${capital(plainLine(remedy))}.`} />
        </p>
        {command === undefined ? null : (
          <p className="flex items-center gap-0.5">
            <code className="break-all">{command}</code>
            <CopyButton text={() => command} label={`Copy ${command}`} />
          </p>
        )}
        <ul aria-label="What was seen">
          {evidence.slice(0, SHOWN).map((line) => (
            <li key={line} className="font-mono text-xs break-all text-ink-3">
              {plainLine(line)}
            </li>
          ))}
          {more > 0 ? <li className="text-xs text-ink-3">and {more} more</li> : null}
        </ul>
      </div>
      {mend === undefined ? null : (
        <button
          type="button"
          className="btn self-start"
          aria-label={`Mend: ${plainLine(message)}`}
          onClick={() => onMend(finding)}
        >
          <Wrench size={13} aria-hidden />
          Mend…
        </button>
      )}
    </li>
  );
}
