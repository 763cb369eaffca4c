/** What lint found in one plist: what, where, why it matters, and whether it can be mended with one click. */
import { CircleAlert, Info, TriangleAlert, Wrench } from 'lucide-react';
import type { AgentFinding } from '#shared/nouns/agent.ts';
import { capital } from '../../words/run-state.ts';

const ICONS = { error: CircleAlert, warning: TriangleAlert, info: Info } as const;
/** Errors first; within each, as they stand in the plist. */
const WEIGHT = { error: 0, warning: 1, info: 2 } as const;
const COLORS = { error: 'text-failed', warning: 'text-waiting', info: 'text-ink-3' } as const;

export function AgentFindings({
  findings,
  onFix,
}: {
  findings: readonly AgentFinding[];
  /** Absent where Luka may not change the plist. */
  onFix: ((code: string) => void) | undefined;
}) {
  return (
    <ul aria-label="Findings" className="divide-y divide-line border-y border-line">
      {findings
        .toSorted((a, b) => WEIGHT[a.severity] - WEIGHT[b.severity])
        .map((finding) => {
          const Icon = ICONS[finding.severity];
          const place = [finding.line === undefined ? '' : `line ${finding.line}`, finding.path ?? '']
            .filter(Boolean)
            .join(', ');
          return (
            <li
              key={`${finding.code} ${finding.line} ${finding.path} ${finding.message}`}
              className="flex gap-2.5 py-2"
            >
              <Icon size={14} className={`mt-[3px] shrink-0 ${COLORS[finding.severity]}`} aria-hidden />
              <span className="sr-only">{finding.severity}: </span>
              <div className="min-w-0 grow">
                <p className="font-medium break-words">{capital(finding.message)}</p>
                <p className="break-words text-ink-2">
                  {capital(finding.remedy)}
                  {finding.fix === undefined ? '' : `. Luka can mend it: it ${finding.fix}`}
                </p>
                <details className="text-sm text-ink-3">
                  <summary className="w-fit cursor-default select-none hover:text-ink-2">
                    Why{place === '' ? '' : `, and where: ${place}`}
                  </summary>
                  <p className="pt-1 pb-1 break-words text-ink-2">
                    {finding.explanation} <span className="text-ink-3">[{finding.source}]</span>
                    {finding.evidence === undefined ? '' : ` Seen: ${finding.evidence}.`}{' '}
                    <code className="text-xs">{finding.code}</code>
                  </p>
                </details>
              </div>
              {finding.fix !== undefined && onFix ? (
                <button
                  type="button"
                  className="btn shrink-0 self-start"
                  aria-label={`Mend: ${finding.message}`}
                  onClick={() => onFix(finding.code)}
                >
                  <Wrench size={13} aria-hidden />
                  Mend
                </button>
              ) : null}
            </li>
          );
        })}
    </ul>
  );
}
