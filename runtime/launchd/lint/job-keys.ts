/** The keys that launchd knows, and what may stand in each: launchd.plist(5). */
import type { PlistValue } from '../plist/plist-value.ts';

export type Kind = PlistValue['kind'];

/** Keys of a job, and what may stand in each. */
export const JOB_KEYS: Readonly<Record<string, readonly Kind[]>> = {
  Label: ['string'],
  Disabled: ['boolean'],
  UserName: ['string'],
  GroupName: ['string'],
  InitGroups: ['boolean'],
  inetdCompatibility: ['dict'],
  LimitLoadToHosts: ['array'],
  LimitLoadFromHosts: ['array'],
  LimitLoadToSessionType: ['string', 'array'],
  LimitLoadToHardware: ['dict'],
  LimitLoadFromHardware: ['dict'],
  Program: ['string'],
  BundleProgram: ['string'],
  ProgramArguments: ['array'],
  EnableGlobbing: ['boolean'],
  EnableTransactions: ['boolean'],
  EnablePressuredExit: ['boolean'],
  OnDemand: ['boolean'],
  ServiceIPC: ['boolean'],
  KeepAlive: ['boolean', 'dict'],
  RunAtLoad: ['boolean'],
  RootDirectory: ['string'],
  WorkingDirectory: ['string'],
  EnvironmentVariables: ['dict'],
  Umask: ['integer', 'string'],
  TimeOut: ['integer'],
  ExitTimeOut: ['integer'],
  ThrottleInterval: ['integer'],
  StartInterval: ['integer'],
  StartCalendarInterval: ['dict', 'array'],
  StartOnMount: ['boolean'],
  StandardInPath: ['string'],
  StandardOutPath: ['string'],
  StandardErrorPath: ['string'],
  Debug: ['boolean'],
  WaitForDebugger: ['boolean'],
  SoftResourceLimits: ['dict'],
  HardResourceLimits: ['dict'],
  Nice: ['integer'],
  ProcessType: ['string'],
  AbandonProcessGroup: ['boolean'],
  LowPriorityIO: ['boolean'],
  LowPriorityBackgroundIO: ['boolean'],
  MaterializeDatalessFiles: ['boolean'],
  LaunchOnlyOnce: ['boolean'],
  MachServices: ['dict'],
  Sockets: ['dict'],
  LaunchEvents: ['dict'],
  WatchPaths: ['array'],
  QueueDirectories: ['array'],
  HopefullyExitsLast: ['boolean'],
  HopefullyExitsFirst: ['boolean'],
  SessionCreate: ['boolean'],
  LegacyTimers: ['boolean'],
  AssociatedBundleIdentifiers: ['string', 'array'],
  POSIXSpawnType: ['string'],
  MultipleInstances: ['boolean'],
  SpawnConstraint: ['dict'],
};

/** Keys of a KeepAlive dictionary. */
export const KEEP_ALIVE_KEYS: Readonly<Record<string, readonly Kind[]>> = {
  SuccessfulExit: ['boolean'],
  Crashed: ['boolean'],
  NetworkState: ['boolean'],
  PathState: ['dict'],
  OtherJobEnabled: ['dict'],
  AfterInitialDemand: ['boolean'],
};

/** Units of a moment of StartCalendarInterval, the least and the most of each. */
export const CALENDAR_UNITS: Readonly<Record<string, readonly [number, number]>> = {
  Minute: [0, 59],
  Hour: [0, 23],
  Day: [1, 31],
  Weekday: [0, 7],
  Month: [1, 12],
};

const WORDS: Readonly<Record<Kind, string>> = {
  string: 'a text',
  integer: 'a whole number',
  real: 'a number',
  boolean: 'true or false',
  date: 'a date',
  data: 'data',
  array: 'a list',
  dict: 'a dictionary',
};
export function kindInWords(kind: Kind): string {
  return WORDS[kind];
}
