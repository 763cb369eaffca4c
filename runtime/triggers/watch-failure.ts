import { LukaError } from '#shared/errors/luka-error.ts';

/** Why a path cannot be watched or read, and what to do, by the system's code (inotify_add_watch(2), readdir(2)). */
export function watchFailure(path: string, error: unknown): LukaError {
  const { code, message } = error as NodeJS.ErrnoException;
  return new LukaError('watch_incomplete', {
    message: `changes in ${path} may go unnoticed: ${reasonOf(code) ?? message}`,
    remedy: remedyOf(code),
    cause: error,
  });
}

function reasonOf(code: string | undefined): string | undefined {
  if (code === 'ENOSPC') return 'the system watches as many files as it may';
  if (code === 'EMFILE' || code === 'ENFILE') return 'too many files are open';
  if (code === 'EACCES' || code === 'EPERM') return 'Luka may not look into it';
  return undefined;
}

function remedyOf(code: string | undefined): string {
  if (code === 'ENOSPC') return 'raise fs.inotify.max_user_watches, or name a smaller folder';
  if (code === 'EMFILE' || code === 'ENFILE')
    return 'name a smaller folder, or raise the limit of open files';
  if (code === 'EACCES' || code === 'EPERM')
    return 'allow it, on a Mac under Privacy & Security > Files and Folders, then save the task again';
  return 'mend the cause, then save the task again';
}

export function tooManyFolders(root: string, most: number): LukaError {
  return new LukaError('watch_incomplete', {
    message: `changes in ${root} may go unnoticed: it holds more than ${most.toLocaleString('en')} folders`,
    remedy: 'name a smaller folder in the trigger, then save the task again',
  });
}

export function tooManyFiles(pattern: string, most: number): LukaError {
  return new LukaError('watch_incomplete', {
    message: `changes of some files may go unnoticed: ${pattern} means more than ${most.toLocaleString('en')}`,
    remedy: 'name a smaller folder or a narrower pattern in the trigger',
  });
}
