import type { Tamper } from '../scenario.ts';

/** A bug somebody could have made, planted around the product's parts while these stay as they are. */
export interface Mutant {
  name: string;
  /** What the code would do wrong. */
  about: string;
  /** Made anew for every run. */
  tamper: () => Tamper;
}
