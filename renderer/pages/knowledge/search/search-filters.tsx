/** The filters of a search, one chip each: what is chosen is in it, and any of them can be let go of. */
import { X } from 'lucide-react';
import type { KnowledgeSource } from '#shared/nouns/knowledge.ts';
import { ChipSelect } from '../../../ui/chip-select.tsx';
import { Segmented } from '../../../ui/segmented.tsx';
import { KIND_LABELS } from '../../../words/knowledge.ts';
import { AFTER_CHOICES, hasFilters, type SearchQuery, type Way } from './search-query.ts';

const WAYS: readonly (readonly [Way, string])[] = [
  ['words', 'Words'],
  ['meaning', 'Meaning'],
];

export function SearchFilters({
  query,
  sources,
  onChange,
}: {
  query: SearchQuery;
  sources: readonly KnowledgeSource[];
  onChange: (change: Partial<SearchQuery>) => void;
}) {
  const known = query.source === undefined || sources.some(({ id }) => id === query.source);
  return (
    <fieldset className="flex flex-wrap items-center gap-2">
      <legend className="sr-only">Filters</legend>
      <Segmented<Way>
        label="Search by"
        value={query.way}
        options={WAYS}
        onChange={(way) => onChange({ way })}
      />
      <ChipSelect
        label="Kind"
        any="Any kind"
        value={query.kind}
        options={Object.entries(KIND_LABELS)}
        onChange={(kind) => onChange({ kind: kind as SearchQuery['kind'] })}
      />
      <ChipSelect
        label="Source"
        any="Any source"
        value={query.source}
        options={[
          ...sources.map(({ id, name }) => [id, name] as const),
          ...(known ? [] : [[query.source ?? '', query.source ?? ''] as const]),
        ]}
        onChange={(source) => onChange({ source })}
      />
      <ChipSelect
        label="Written"
        any="Any time"
        value={query.after}
        options={AFTER_CHOICES}
        onChange={(after) => onChange({ after: after as SearchQuery['after'] })}
      />
      {hasFilters(query) ? (
        <button
          type="button"
          className="btn btn-plain"
          onClick={() => onChange({ kind: undefined, source: undefined, after: undefined })}
        >
          <X size={12} aria-hidden />
          No filters
        </button>
      ) : null}
    </fieldset>
  );
}
