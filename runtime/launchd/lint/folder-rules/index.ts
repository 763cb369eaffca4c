/** All rules that compare plists. */
import type { FolderRule } from './folder-rule.ts';
import { labelDuplicate } from './label-duplicate.ts';
import { programTwice } from './program-twice.ts';

export const FOLDER_RULES: readonly FolderRule[] = [labelDuplicate, programTwice];
