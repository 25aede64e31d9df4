/** The longest words main searches for, as the contract has it; more is refused, so no box takes more. */
export const MOST_SEARCHED = 200;
