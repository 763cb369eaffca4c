/** Parts of the page that are fetched when they are first shown, so that the first load stays small. */
import { lazy, type ComponentType, type LazyExoticComponent } from 'react';
import { toApiError } from '../api/api-error.ts';
import { Problem } from './problem.tsx';

/** A part that cannot be fetched says so in its own place; the rest of the page goes on. */
export function lazily<Props>(
  load: () => Promise<ComponentType<Props>>,
): LazyExoticComponent<ComponentType<Props>> {
  return lazy(async () => {
    try {
      return { default: await load() };
    } catch (thrown) {
      const error = toApiError(thrown);
      return { default: () => <NotLoaded message={error.message} /> };
    }
  });
}

function NotLoaded({ message }: { message: string }) {
  return (
    <div className="p-6">
      <Problem
        error={toApiError(new Error(`This part of the page could not be read: ${message}`))}
        className="mb-3"
      />
      <button type="button" className="btn" onClick={() => location.reload()}>
        Reload
      </button>
    </div>
  );
}
