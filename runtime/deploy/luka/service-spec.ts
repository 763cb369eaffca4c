import { join } from 'node:path';
import type { HomeLayout } from '../../home/layout.ts';
import type { ReleaseShelf } from './release-shelf.ts';
import type { ServiceSpec } from './service-keeper.ts';

/** How the service starts Luka: by the link, so that whatever is current runs, also after a crash in the middle of a change. */
export function serviceSpec(
  layout: HomeLayout,
  { current }: Pick<ReleaseShelf, 'current'>,
  { node, env }: { node: string; env: Readonly<Record<string, string>> },
): ServiceSpec {
  const program = join(current, 'dist', 'node', 'luka.js');
  return {
    argv: [node, program, '--home', layout.root, 'up', '--headless'],
    env,
    folder: layout.root,
    out: join(layout.root, 'service.out.log'),
    err: join(layout.root, 'service.err.log'),
  };
}
