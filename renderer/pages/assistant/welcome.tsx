/** Before anything was asked: what can be asked, and what it is answered from. */
import { Link } from 'wouter';
import { useFetched } from '../../live/use-fetched.ts';
import { client } from '../../session/session.ts';
import { count } from '../../words/run-state.ts';
import { useTasks } from '../tasks/use-tasks.ts';
import { exampleQuestions } from './example-questions.ts';

export function Welcome({ onAsk }: { onAsk: (question: string) => void }) {
  const tasks = useTasks();
  const { value: status } = useFetched(
    'knowledge status',
    (signal) => client.knowledgeStatus({}, { signal }),
    { follows: 'knowledgeStamp' },
  );
  const folders = status?.sources.filter(({ folder }) => folder !== undefined).length ?? 0;
  return (
    <div className="min-h-0 grow overflow-y-auto px-4 py-8 md:px-6">
      <div className="mx-auto max-w-[640px]">
        <h2 className="mb-1 text-xl font-semibold tracking-[-0.01em]">Ask</h2>
        <p className="text-ink-2">
          Luka answers from what it has read and from its own state, on this machine, and says where it has
          each sentence from. Where it does not know, it says so.
        </p>
        <ul aria-label="Examples" className="mt-5 grid gap-2 sm:grid-cols-2">
          {exampleQuestions(tasks ?? [], folders > 0).map((question) => (
            <li key={question}>
              <button type="button" className="example" onClick={() => onAsk(question)}>
                {question}
              </button>
            </li>
          ))}
        </ul>
        {status ? (
          <p className="mt-5 text-sm text-ink-3">
            {folders === 0
              ? 'No folder of yours is read yet'
              : `${count(status.documents, 'document')} are read`}
            .{' '}
            <Link
              to={folders === 0 ? '/knowledge/sources?add' : '/knowledge/sources'}
              className="link underline"
            >
              {folders === 0 ? 'Add one' : 'Sources'}
            </Link>
          </p>
        ) : null}
      </div>
    </div>
  );
}
