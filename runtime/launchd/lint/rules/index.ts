/** All rules, in the order in which a person mends. */
import type { LintRule } from '../rule.ts';
import { argumentNoText } from './argument-no-text.ts';
import { calendarAsleep } from './calendar-asleep.ts';
import { calendarBad } from './calendar-bad.ts';
import { calendarDayAndWeekday } from './calendar-day-and-weekday.ts';
import { calendarTwice } from './calendar-twice.ts';
import { commandMissing } from './command-missing.ts';
import { environmentUnexpanded } from './environment-unexpanded.ts';
import { folderProtected } from './folder-protected.ts';
import { keepAliveLoops } from './keep-alive-loops.ts';
import { keepAliveWithSchedule } from './keep-alive-with-schedule.ts';
import { keyDead } from './key-dead.ts';
import { keyTwice } from './key-twice.ts';
import { keyUnknown } from './key-unknown.ts';
import { labelBad } from './label-bad.ts';
import { labelNotFileName } from './label-not-file-name.ts';
import { logFolderMissing } from './log-folder-missing.ts';
import { logUnwritable } from './log-unwritable.ts';
import { needsGuiSession } from './needs-gui-session.ts';
import { pathLacksCommand } from './path-lacks-command.ts';
import { pathUnexpanded } from './path-unexpanded.ts';
import { pathUnset } from './path-unset.ts';
import { plistLink } from './plist-link.ts';
import { plistMode } from './plist-mode.ts';
import { plistNoJob } from './plist-no-job.ts';
import { plistOwner } from './plist-owner.ts';
import { plistUnreadable } from './plist-unreadable.ts';
import { processTypeMissing } from './process-type-missing.ts';
import { programAbsent } from './program-absent.ts';
import { programDaemonizes } from './program-daemonizes.ts';
import { programIsFolder } from './program-is-folder.ts';
import { programMissing } from './program-missing.ts';
import { programNotExecutable } from './program-not-executable.ts';
import { programProtected } from './program-protected.ts';
import { programRelative } from './program-relative.ts';
import { scriptInterpreter } from './script-interpreter.ts';
import { scriptMissing } from './script-missing.ts';
import { secretInPlist } from './secret-in-plist.ts';
import { startIntervalBad } from './start-interval-bad.ts';
import { startIntervalShort } from './start-interval-short.ts';
import { throttleBad } from './throttle-bad.ts';
import { userInAgent } from './user-in-agent.ts';
import { valueWrongType } from './value-wrong-type.ts';
import { watchBusy } from './watch-busy.ts';
import { watchOwnLog } from './watch-own-log.ts';
import { workingDirectoryMissing } from './working-directory-missing.ts';

export const LINT_RULES: readonly LintRule[] = [
  plistUnreadable,
  plistNoJob,
  plistOwner,
  plistMode,
  plistLink,
  keyTwice,
  labelBad,
  labelNotFileName,
  valueWrongType,
  argumentNoText,
  programAbsent,
  pathUnexpanded,
  environmentUnexpanded,
  programRelative,
  programMissing,
  programIsFolder,
  programNotExecutable,
  scriptMissing,
  scriptInterpreter,
  programProtected,
  programDaemonizes,
  pathUnset,
  pathLacksCommand,
  commandMissing,
  logFolderMissing,
  logUnwritable,
  workingDirectoryMissing,
  folderProtected,
  keepAliveWithSchedule,
  keepAliveLoops,
  startIntervalBad,
  startIntervalShort,
  calendarBad,
  calendarTwice,
  calendarDayAndWeekday,
  calendarAsleep,
  throttleBad,
  watchBusy,
  watchOwnLog,
  userInAgent,
  needsGuiSession,
  secretInPlist,
  keyUnknown,
  keyDead,
  processTypeMissing,
];
