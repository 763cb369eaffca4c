/** Exactly what would run: against what was approved last, or as a whole. */
import { useState } from 'react';
import { Link } from 'wouter';
import type { Approval } from '#shared/nouns/approval.ts';
import { approvalAddress } from '../../live/approval-news.ts';
import { DiffView, PlainText } from '../../ui/diff-view.tsx';
import { changeWords } from '../../ui/fold.ts';
import { Section } from '../../ui/page.tsx';
import { ChangesOrWhole, type ChangesView } from '../../ui/changes-or-whole.tsx';
import { capital } from '../../words/run-state.ts';

export function Work({ approval: { comparedTo, diff, work, task } }: { approval: Approval }) {
  const [view, setView] = useState<ChangesView>('changes');
  return (
    <Section
      id="work"
      title="Exactly what would run"
      aside={comparedTo === undefined ? null : <ChangesOrWhole view={view} onChange={setView} />}
    >
      {comparedTo === undefined ? (
        <>
          <p className="mb-1.5 text-sm text-ink-3">
            {task === undefined
              ? 'A work order: there is nothing to compare it with.'
              : 'No version of this task was approved before.'}
          </p>
          <PlainText text={work} label="What would run" />
        </>
      ) : view === 'changes' ? (
        <>
          <p className="mb-1.5 text-sm text-ink-3">
            Against{' '}
            <Link to={approvalAddress(comparedTo)} className="link underline">
              what was approved last
            </Link>
            . {capital(changeWords(diff))}.
          </p>
          <DiffView lines={diff} label="Changes" />
        </>
      ) : (
        <PlainText text={work} label="What would run" />
      )}
    </Section>
  );
}
