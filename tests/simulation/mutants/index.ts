import { deskMutants } from './desk-mutants.ts';
import { edgeMutants } from './edge-mutants.ts';
import type { Mutant } from './mutant.ts';
import { serverMutants } from './server-mutants.ts';

export type { Mutant } from './mutant.ts';

export const mutants: readonly Mutant[] = [...edgeMutants, ...serverMutants, ...deskMutants];
