import { fileURLToPath } from 'node:url';

/** Folder of package.json. The source is one level below it, the bundle (dist/node/) two. */
export function packageRoot(from: string = import.meta.url): string {
  return fileURLToPath(new URL(from.endsWith('.ts') ? '../' : '../../', from));
}
