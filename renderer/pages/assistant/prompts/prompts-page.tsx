/** Texts for hand-offs, filled from what Luka knows: chosen, filled in, copied, saved, or handed over as a work order. */
import { FileText } from 'lucide-react';
import { useState } from 'react';
import { useSearchParams } from 'wouter';
import { useFetched } from '../../../live/use-fetched.ts';
import { client } from '../../../session/session.ts';
import { Empty, useTitle } from '../../../ui/page.tsx';
import { Problem } from '../../../ui/problem.tsx';
import { plainLine } from '../../../words/plain.ts';
import { AssistantHeader } from '../assistant-header.tsx';
import { PromptPane } from './prompt-pane.tsx';
import { SessionReportDialog } from './session-report-dialog.tsx';

export function PromptsPage() {
  useTitle('Prompts');
  const [address, setAddress] = useSearchParams();
  const [reporting, setReporting] = useState(false);
  const { value, error, again } = useFetched('prompts', (signal) => client.listPrompts({}, { signal }), {
    follows: 'knowledgeStamp',
  });
  const prompts = value?.prompts ?? [];
  const chosen = prompts.find(({ name }) => name === address.get('prompt')) ?? prompts[0];
  return (
    <>
      <AssistantHeader
        current="/assistant/prompts"
        actions={
          <button type="button" className="btn" onClick={() => setReporting(true)}>
            <FileText size={13} aria-hidden />
            Session report…
          </button>
        }
      />
      <div className="flex min-h-0 grow max-lg:flex-col max-lg:overflow-y-auto">
        {prompts.length > 0 ? (
          <nav
            aria-label="Prompts"
            className="shrink-0 border-line px-2 py-2 max-lg:border-b lg:w-[268px] lg:overflow-y-auto lg:border-r"
          >
            <ul className="flex flex-col gap-px">
              {prompts.map(({ name, title, description, file }) => (
                <li key={name}>
                  <button
                    type="button"
                    className="prompt-choice"
                    aria-current={name === chosen?.name ? 'true' : undefined}
                    onClick={() => setAddress({ prompt: name }, { replace: true })}
                  >
                    <span className="block truncate font-medium">
                      {plainLine(title)}
                      {file === undefined ? '' : <span className="font-normal text-ink-3"> yours</span>}
                    </span>
                    <span className="line-clamp-2 text-sm text-ink-2">{plainLine(description)}</span>
                  </button>
                </li>
              ))}
            </ul>
          </nav>
        ) : null}
        {chosen ? <PromptPane key={chosen.name} prompt={chosen} onSaved={again} /> : null}
        {value?.prompts.length === 0 ? (
          <div className="p-4 md:p-6">
            <Empty title="No prompts.">A Markdown file in the folder prompts of Luka’s home is one.</Empty>
          </div>
        ) : null}
        {!value && error ? <Problem error={error} className="p-4 md:p-6" /> : null}
      </div>
      {reporting ? <SessionReportDialog onClose={() => setReporting(false)} /> : null}
    </>
  );
}
