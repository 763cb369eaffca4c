/** What a search of the documentation found. */
import { Link } from 'wouter';
import { Empty } from '../../ui/page.tsx';
import { Problem } from '../../ui/problem.tsx';
import { count } from '../../words/run-state.ts';
import { searchSections } from './search-docs.ts';
import { useSections } from './use-docs.ts';

export function DocHits({ typed, onChoose }: { typed: string; onChoose: () => void }) {
  const { value, error } = useSections(true);
  if (error) return <Problem error={error} className="p-4 md:p-6" />;
  if (!value) return null;
  const hits = searchSections(value, typed);
  return (
    <div className="min-h-0 min-w-0 grow overflow-y-auto px-4 py-4 md:px-8">
      <output className="mb-2 block text-sm text-ink-2">
        {hits.length === 0 ? '' : count(hits.length, 'place')}
      </output>
      {hits.length === 0 ? (
        <Empty title="No page says that.">Fewer words find more. An error's code finds its entry.</Empty>
      ) : (
        <ul className="max-w-[78ch]">
          {hits.map(({ section: { doc, docTitle, heading, anchor }, excerpt }) => (
            <li key={`${doc}#${anchor}`}>
              <Link
                to={`/docs/${doc}${anchor === '' ? '' : `#${anchor}`}`}
                onClick={onChoose}
                className="block rounded-[6px] px-2 py-1.5 hover:bg-hover"
              >
                <span className="font-medium">{heading}</span>
                {heading === docTitle ? null : <span className="text-ink-3"> in {docTitle}</span>}
                <span className="block text-sm text-ink-2 [overflow-wrap:anywhere]">{excerpt}</span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
