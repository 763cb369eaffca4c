/** What the doctor of power finds. It asks programs of the system: once when the page is opened, and when asked to. */
import { CircleAlert, CircleCheck, Info, RotateCw, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import type { PowerFinding, PowerReport } from '#shared/nouns/power-report.ts';
import { useFetched } from '../../live/use-fetched.ts';
import { useMachineClock } from '../../live/machine-clock.ts';
import { client } from '../../session/session.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Empty, Section } from '../../ui/page.tsx';
import { Problem } from '../../ui/problem.tsx';
import { TONE_TEXT } from '../../ui/tone.ts';
import { plainLine } from '../../words/plain.ts';
import { capital } from '../../words/run-state.ts';
import { momentAt } from '../../words/zone.ts';
import { EVENT_WORDS, SEVERITY, sourceWords } from './power-words.ts';

const ICONS = { error: CircleAlert, warning: TriangleAlert, info: Info, ok: CircleCheck } as const;
const FEW = 12;

export function Doctor() {
  const [asked, setAsked] = useState(0);
  const { value, error } = useFetched(
    `power doctor ${asked}`,
    (signal) => client.powerDoctor({ query: {} }, { signal }),
    { follows: 'agentsStamp' },
  );
  return (
    <Section
      title="Doctor"
      id="power-doctor"
      aside={
        <button type="button" className="btn btn-plain" onClick={() => setAsked((times) => times + 1)}>
          <RotateCw size={12} aria-hidden />
          Look again
        </button>
      }
    >
      {value ? <Report report={value} /> : null}
      {!value && error ? <Problem error={error} className="py-3" /> : null}
      {!value && !error ? <p className="py-2 text-ink-3">Asks the system…</p> : null}
    </Section>
  );
}

function Report({ report }: { report: PowerReport }) {
  const tz = useMachineClock((state) => state.tz);
  const { findings, keepsAwake, events, reading, lid, cannotKnow } = report;
  return (
    <>
      {findings.length === 0 ? <Empty title="Nothing found that could be told." /> : null}
      <ul aria-label="Findings" className="divide-y divide-line">
        {findings.map((finding) => (
          <FindingRow key={`${finding.code}${finding.message}`} finding={finding} />
        ))}
      </ul>
      {reading === undefined ? null : (
        <p className="pt-2">
          <span className="font-medium">Power: </span>
          {sourceWords(reading)}.
        </p>
      )}
      <p className="py-2">
        <span className="font-medium">The lid: </span>
        {lid}.
      </p>
      {keepsAwake.length > 0 ? (
        <Table
          name="Keeps it awake"
          heads={['Who', 'How', 'Since', 'What for']}
          rows={keepsAwake.map(({ process, pid, own, type, since, name, effect }) => [
            `${plainLine(process)}${pid === undefined ? '' : ` (${pid})`}${own ? ', Luka' : ''}`,
            `${type}: ${effect}`,
            since === undefined ? '–' : momentAt(since, tz),
            plainLine(name ?? '–'),
          ])}
        />
      ) : null}
      {events.length > 0 ? (
        <Table
          name="Slept and woke in the last 24 hours"
          heads={['When', 'What', 'Why']}
          rows={events.map(({ at, kind, why, text }) => [
            momentAt(at, tz),
            EVENT_WORDS[kind],
            plainLine(why ?? text),
          ])}
        />
      ) : null}
      {cannotKnow.length > 0 ? (
        <section aria-label="What cannot be known" className="pt-3">
          <h3 className="text-sm font-semibold text-ink-2">What cannot be known</h3>
          <ul className="list-disc pl-4 text-ink-2">
            {cannotKnow.map((line) => (
              <li key={line} className="break-words">
                {capital(plainLine(line))}
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </>
  );
}

function FindingRow({
  finding: { severity, message, evidence, remedy, command },
}: {
  finding: PowerFinding;
}) {
  const Icon = ICONS[severity];
  const { word, tone } = SEVERITY[severity];
  return (
    <li className="flex gap-2.5 py-2">
      <Icon size={14} className={`mt-[3px] shrink-0 ${TONE_TEXT[tone]}`} aria-hidden />
      <span className="sr-only">{word}: </span>
      <div className="min-w-0 grow">
        <p className="font-medium break-words">{capital(message)}.</p>
        {remedy === undefined ? null : <p className="break-words text-ink-2">{capital(remedy)}.</p>}
        {command === undefined ? null : (
          <p className="flex items-center gap-0.5">
            <code className="break-all">{command}</code>
            <CopyButton text={() => command} label={`Copy ${command}`} />
          </p>
        )}
        {evidence.slice(0, 4).map((line) => (
          <p key={line} className="font-mono text-xs break-all text-ink-3">
            {plainLine(line)}
          </p>
        ))}
      </div>
    </li>
  );
}

/** The first rows; the others on demand. */
function Table({ name, heads, rows }: { name: string; heads: readonly string[]; rows: readonly string[][] }) {
  const [all, setAll] = useState(false);
  return (
    <div className="overflow-x-auto pt-3">
      <table className="power-table w-full text-left">
        <caption className="text-left text-sm font-semibold text-ink-2">{name}</caption>
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {(all ? rows : rows.slice(0, FEW)).map((row) => (
            <tr key={row.join(' ')}>
              {row.map((cell, index) => (
                <td key={heads[index]} className="[overflow-wrap:anywhere]">
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {!all && rows.length > FEW ? (
        <button type="button" className="link mt-1 text-sm" onClick={() => setAll(true)}>
          Show {rows.length - FEW} more
        </button>
      ) : null}
    </div>
  );
}
