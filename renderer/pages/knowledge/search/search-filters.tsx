/** The filters of a search, one chip each: what is chosen is in it, and any of them can be let go of. */
import { X } from 'lucide-react';
import type { KnowledgeSource } from '#shared/nouns/knowledge.ts';
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
      <Chip
        label="Kind"
        any="Any kind"
        value={query.kind}
        options={Object.entries(KIND_LABELS)}
        onChange={(kind) => onChange({ kind: kind as SearchQuery['kind'] })}
      />
      <Chip
        label="Source"
        any="Any source"
        value={query.source}
        options={[
          ...sources.map(({ id, name }) => [id, name] as const),
          ...(known ? [] : [[query.source ?? '', query.source ?? ''] as const]),
        ]}
        onChange={(source) => onChange({ source })}
      />
      <Chip
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

function Chip({
  label,
  any,
  value,
  options,
  onChange,
}: {
  label: string;
  any: string;
  value: string | undefined;
  options: readonly (readonly [value: string, text: string, ...rest: unknown[]])[];
  onChange: (value: string | undefined) => void;
}) {
  return (
    <select
      aria-label={label}
      className="chip"
      data-on={value === undefined ? undefined : ''}
      value={value ?? ''}
      onChange={(event) => onChange(event.target.value === '' ? undefined : event.target.value)}
    >
      <option value="">{any}</option>
      {options.map(([option, text]) => (
        <option key={option} value={option}>
          {text}
        </option>
      ))}
    </select>
  );
}
