import { Link } from 'wouter';
import { useTitle } from '../ui/page.tsx';

export function NotFoundPage() {
  useTitle('Not found');
  return (
    <div className="m-auto px-6 py-16 text-center">
      <h1 className="text-xl font-semibold">There is nothing at this address</h1>
      <p className="mt-1 mb-4 text-ink-2">
        The task or run may have been removed, or the link is incomplete.
      </p>
      <Link to="/" className="btn">
        Go to the overview
      </Link>
    </div>
  );
}
