/** What is wrong with a text that somebody types, each with the way to its place. */
import type { RefObject } from 'react';
import type { Finding } from '#shared/nouns/finding.ts';
import { capital } from '../words/run-state.ts';
import type { CodeEditorHandle } from './code-editor.tsx';

const SEVERITY_TEXT = { error: 'text-failed', warning: 'text-waiting', info: 'text-ink-2' } as const;

/** Nothing where there are none. */
export function FindingList({
  label = 'What is wrong',
  findings,
  editor,
}: {
  label?: string;
  findings: readonly Finding[];
  editor: RefObject<CodeEditorHandle | null>;
}) {
  if (findings.length === 0) return null;
  return (
    <ul aria-label={label} className="mt-2 divide-y divide-line border-y border-line">
      {findings.map(({ code, severity, line, column, message, remedy }) => (
        <li key={`${line}:${column} ${code} ${message}`} className="flex items-baseline gap-3 py-1.5">
          {line === undefined ? null : (
            <button
              type="button"
              className="link shrink-0 text-sm"
              onClick={() => editor.current?.goTo(line, column ?? 1)}
            >
              Line {line}
            </button>
          )}
          <p className="min-w-0 grow break-words">
            <span className={SEVERITY_TEXT[severity]}>{capital(message)}.</span>{' '}
            <span className="text-ink-2">{capital(remedy)}.</span>
          </p>
        </li>
      ))}
    </ul>
  );
}
