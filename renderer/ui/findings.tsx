/** What is wrong with task files: where, what, and how to mend it. */
import { CircleAlert, Info, TriangleAlert } from 'lucide-react';
import type { Finding } from '#shared/nouns/finding.ts';
import { Path } from './path.tsx';
import { capital } from '../words/run-state.ts';
import { CopyButton } from './copy-button.tsx';

const ICONS = { error: CircleAlert, warning: TriangleAlert, info: Info } as const;
const COLORS = { error: 'text-failed', warning: 'text-waiting', info: 'text-ink-3' } as const;

export function Findings({ findings, label }: { findings: readonly Finding[]; label: string }) {
  return (
    <ul aria-label={label} className="divide-y divide-line">
      {findings.map((finding) => {
        const Icon = ICONS[finding.severity];
        const place = placeOf(finding);
        return (
          <li key={`${place}${finding.code}${finding.message}`} className="flex gap-2.5 py-2">
            <Icon size={14} className={`mt-[3px] shrink-0 ${COLORS[finding.severity]}`} aria-hidden />
            <span className="sr-only">{finding.severity}: </span>
            <div className="min-w-0 grow">
              <p className="font-medium break-words">{capital(finding.message)}</p>
              <p className="break-words text-ink-2">{capital(finding.remedy)}</p>
              {finding.evidence === undefined ? null : (
                <p className="text-sm break-all text-ink-3">{finding.evidence}</p>
              )}
              {place ? (
                <p className="-mb-1 flex items-center gap-0.5 font-mono text-xs text-ink-3">
                  <Path path={place} />
                  <CopyButton text={() => place} label={`Copy ${place}`} />
                </p>
              ) : null}
            </div>
          </li>
        );
      })}
    </ul>
  );
}

/** `file:line:column`, the form editors open. */
function placeOf({ file, line, column }: Finding): string {
  return [file, line, column].filter((part) => part !== undefined).join(':');
}
